"""`python -m shuyuan.gateway`: the gateway under granian, as the environment says."""

import logging
import sys
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels

from shuyuan.engine.crypto import KeyFolder
from shuyuan.gateway.settings import Settings
from shuyuan.kernel.errors import ShuyuanError

#: Requests in work per process; more wait in the socket's queue instead of in memory.
_BACKPRESSURE = 512


def main() -> int:
    """Check keys and settings first, so that a mistake is one line and not a loop of dying workers."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        settings = Settings.from_environment()
        keys = KeyFolder(settings.keys)
        for name in ("gateway", "token"):
            keys.signer(name)
        _ = keys.suite, keys.public("control")
    except ShuyuanError as error:
        sys.stderr.write(f"shuyuan gateway: {error.code}: {error.detail}\n")
        return 1
    Granian(
        "shuyuan.gateway.app:create_app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        backpressure=_BACKPRESSURE,
        loop=Loops.uvloop,
        http=HTTPModes.auto,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        ssl_cert=Path(settings.tls_certificate) if settings.tls_certificate else None,
        ssl_key=Path(settings.tls_key) if settings.tls_key else None,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
