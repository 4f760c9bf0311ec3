"""What an installation may set, from environment variables ``SHUYUAN_…``; listed in the operator's guide."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from shuyuan.kernel.errors import BadInput


@dataclass(frozen=True)
class Settings:
    """Everything that the gateway can be told; `address` is the one that clients use, without a final
    slash.
    """

    online_url: str
    keys: Path
    address: str = "http://127.0.0.1:8010"
    audiences: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8010
    workers: int = 1
    tls_certificate: str = ""
    tls_key: str = ""
    time_zone: str = "Asia/Shanghai"
    rate_per_second: float = 200.0
    body_limit: int = 256 * 1024
    body_seconds: float = 10.0
    metrics_token: str = ""
    keys_limit: int = 1000
    token_seconds: int = 600
    assertion_seconds: int = 300
    poll_seconds: float = 0.2
    stale_seconds: float = 1.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the variables; BadInput `bad_setting` names one that makes no sense."""
        home = Path(environment.get("SHUYUAN_HOME", "var")).resolve()
        given = _Given(environment)
        host, port = given.text("GATEWAY_HOST", "127.0.0.1"), int(given.number("GATEWAY_PORT", 8010))
        return cls(
            online_url=given.text("ONLINE_URL", f"sqlite:///{home / 'online.sqlite3'}"),
            keys=Path(given.text("KEYS", str(home / "keys"))),
            address=given.text("GATEWAY_URL", f"http://{host}:{port}").rstrip("/"),
            audiences=tuple(word for word in given.text("GATEWAY_AUDIENCES").split(",") if word),
            host=host,
            port=port,
            workers=int(given.number("GATEWAY_WORKERS", 1)),
            tls_certificate=given.text("GATEWAY_TLS_CERTIFICATE"),
            tls_key=given.text("GATEWAY_TLS_KEY"),
            time_zone=given.text("TIME_ZONE", "Asia/Shanghai"),
            rate_per_second=given.number("GATEWAY_RATE", 200.0),
            body_limit=int(given.number("GATEWAY_BODY_LIMIT", 256 * 1024)),
            body_seconds=given.number("GATEWAY_BODY_SECONDS", 10.0),
            metrics_token=given.text("METRICS_TOKEN"),
        )

    def accepted_audiences(self) -> frozenset[str]:
        """What a client assertion may be addressed to: the issuer, its token endpoint, and what was
        set besides.
        """
        return frozenset({self.address, f"{self.address}/oauth/token", *self.audiences})


class _Given:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str, default: str = "") -> str:
        return self._environment.get(f"SHUYUAN_{name}", "") or default

    def number(self, name: str, default: float) -> float:
        text = self.text(name)
        try:
            value = float(text) if text else default
        except ValueError:
            value = -1.0
        if not 0 < value < float("inf"):
            raise BadInput(f"SHUYUAN_{name} must be a positive number", code="bad_setting", setting=name)
        return value
