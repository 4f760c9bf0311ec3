"""Everything that one gateway process opens, in the order in which it is opened and closed."""

import asyncio
import logging
from dataclasses import dataclass

from shuyuan.engine.crypto import KeyFolder, PublicKey
from shuyuan.engine.online.database import sqlite_path
from shuyuan.gateway.body import BodyReader
from shuyuan.gateway.clock import Clock
from shuyuan.gateway.control import Feed
from shuyuan.gateway.limits import Quotas
from shuyuan.gateway.lookup import LookupService
from shuyuan.gateway.metrics import Metrics
from shuyuan.gateway.postgres_store import PostgresStore
from shuyuan.gateway.records import Recorder
from shuyuan.gateway.rounds import Rounds
from shuyuan.gateway.settings import Settings
from shuyuan.gateway.sqlite_store import SqliteStore
from shuyuan.gateway.store import Store
from shuyuan.gateway.token_endpoint import TokenEndpoint
from shuyuan.gateway.tokens import Tokens
from shuyuan.kernel.errors import ShuyuanError

logger = logging.getLogger(__name__)


@dataclass
class Parts:
    """The open parts; `close` ends them in order."""

    store: Store
    feed: Feed
    bodies: BodyReader
    quotas: Quotas
    rounds: Rounds
    recorder: Recorder
    metrics: Metrics
    lookups: LookupService
    token_endpoint: TokenEndpoint
    token_key: PublicKey
    receipt_key: PublicKey
    poller: "asyncio.Task[None]"

    @classmethod
    async def open(cls, settings: Settings, clock: Clock) -> "Parts":
        """Read the keys, open the store, ask once for the snapshot. Only missing keys keep a gateway from
        starting.

        A store that does not answer yet is asked again at every poll; until then every lookup is refused.
        """
        keys = KeyFolder(settings.keys)
        suite, token_signer, record_signer = keys.suite, keys.signer("token"), keys.signer("gateway")
        path = sqlite_path(settings.online_url)
        store: Store = SqliteStore(path) if path is not None else PostgresStore(settings.online_url)
        dialect = "postgres" if path is None else "sqlite"
        feed = Feed(store, keys, dialect=dialect, clock=clock, stale_seconds=settings.stale_seconds)
        tokens = Tokens(token_signer, issuer=settings.address, seconds=settings.token_seconds)
        recorder = Recorder(record_signer, suite, clock, store.open_chain)
        metrics, quotas = Metrics(), Quotas(store)
        rounds = Rounds(store=store, feed=feed, recorder=recorder, suite=suite, metrics=metrics)
        lookups = LookupService(
            settings=settings, clock=clock, quotas=quotas, feed=feed, tokens=tokens, rounds=rounds
        )
        endpoint = TokenEndpoint(settings=settings, clock=clock, store=store, feed=feed, tokens=tokens)
        bodies = BodyReader(seconds=settings.body_seconds)
        poller = asyncio.get_running_loop().create_task(_poll(feed, bodies, settings))
        await asyncio.sleep(0)
        return cls(
            store=store,
            feed=feed,
            bodies=bodies,
            quotas=quotas,
            rounds=rounds,
            recorder=recorder,
            metrics=metrics,
            lookups=lookups,
            token_endpoint=endpoint,
            token_key=token_signer.public,
            receipt_key=record_signer.public,
            poller=poller,
        )

    async def close(self) -> None:
        """Stop polling, give quota back, write what waits, close the store."""
        self.poller.cancel()
        await asyncio.wait([self.poller])
        await self.rounds.close()
        try:
            await self.quotas.close()
        except ShuyuanError as error:
            logger.warning("quota counted ahead could not be given back: %s", error.code)
        await self.recorder.close()
        await self.store.close()

    def measured(self) -> Metrics:
        """The counters, with what other parts count filled in."""
        self.metrics.batches = self.recorder.batches
        self.metrics.records = self.recorder.records
        self.metrics.snapshot_version = self.feed.version
        self.metrics.chain = self.recorder.chain_name
        return self.metrics


async def _poll(feed: Feed, bodies: BodyReader, settings: Settings) -> None:
    """Ask again and again; say in the log when the store stops and when it begins to answer, not each
    time.
    """
    answering = True
    while True:
        bodies.sweep()
        try:
            async with asyncio.timeout(settings.stale_seconds):
                await feed.refresh()
            if not answering:
                logger.warning("the online store answers again")
            answering = True
        except (ShuyuanError, TimeoutError) as error:
            if answering:
                logger.error("the online store does not answer: %s", getattr(error, "code", "timeout"))  # noqa: TRY400
            answering = False
        except Exception as error:  # noqa: BLE001  the poller must never end
            logger.error("the snapshot cannot be read: %s", type(error).__name__)  # noqa: TRY400
        await asyncio.sleep(settings.poll_seconds)
