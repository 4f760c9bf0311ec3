"""How often and how much: a rate per client in each process, a quota per grant and day over all of them."""

from datetime import date

from shuyuan.engine.spec import GrantSpec
from shuyuan.gateway.problems import QuotaUsedUp
from shuyuan.gateway.rules import judge_quota
from shuyuan.gateway.store import Store
from shuyuan.kernel.errors import OverQuota

_BURST_SECONDS = 2.0


class RateLimiter:
    """A token bucket per client: `rate` requests per second, bursts of two seconds' worth."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._most = max(1.0, rate * _BURST_SECONDS)
        self._buckets: dict[str, list[float]] = {}

    def take(self, client: str, now: float) -> None:
        """Count one request; OverQuota `rate_exceeded` says after how many seconds the next is welcome."""
        bucket = self._buckets.get(client)
        if bucket is None:
            self._buckets[client] = [self._most - 1, now]
            return
        left = min(self._most, bucket[0] + (now - bucket[1]) * self._rate)
        bucket[1] = now
        if left < 1:
            bucket[0] = left
            wait = max(1, round((1 - left) / self._rate + 0.5))
            raise OverQuota("requests come too fast", code="rate_exceeded", retry_after=wait)
        bucket[0] = left - 1


class Quotas:
    """Counts keys per grant and day, durably and ahead: at most a hundredth of the quota at a time.

    What was counted ahead and not asked is given back at the end; a process that is killed leaves the grant
    at most that much short.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ahead: dict[tuple[str, str], int] = {}

    async def take(self, grant: GrantSpec, day: date, keys: int, *, retry_after: int) -> None:
        """Count the keys of one lookup; QuotaUsedUp, and nothing counted, when they do not fit."""
        limit = grant.daily_quota
        if limit is None:
            return
        slot = (grant.grant, day.isoformat())
        ahead = self._ahead.pop(slot, 0)
        if ahead >= keys:
            self._ahead[slot] = ahead - keys
            return
        missing = keys - ahead
        spare = limit // 100
        if spare and await self._store.use_quota(*slot, missing + spare, limit):
            self._keep(slot, spare)
        elif not await self._store.use_quota(*slot, missing, limit):
            self._keep(slot, ahead)
            left = limit - await self._store.quota_used(*slot) + ahead
            raise QuotaUsedUp(judge_quota(asked=keys, left=left, quota=limit), retry_after)

    async def close(self) -> None:
        """Give back what was counted ahead."""
        for (grant, day), keys in self._ahead.items():
            if keys:
                await self._store.return_quota(grant, day, keys)
        self._ahead.clear()

    def _keep(self, slot: tuple[str, str], keys: int) -> None:
        self._ahead[slot] = self._ahead.get(slot, 0) + keys
