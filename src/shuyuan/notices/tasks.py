"""Background work of notices: emptying the outbox every few seconds, the digests every morning."""

from datetime import time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuyuan.jobs import registry
from shuyuan.notices.digest import make_digests
from shuyuan.notices.outbox import empty_outbox, something_waits


@registry.handler("notices.deliver", quick=True, label=_("Send mails and short messages"))
def deliver(run: registry.Run) -> dict[str, Any]:
    """Send what is due; gives how many ended in which state."""
    return empty_outbox(check=run.check_cancelled)


@registry.handler("notices.digest", quick=True, label=_("Write the daily digests"))
def digest(run: registry.Run) -> dict[str, Any]:  # noqa: ARG001 the shape of a handler
    """Every morning; gives how many digests were written."""
    return {"digests": make_digests(today=timezone.localdate(), now=timezone.now())}


registry.every("notices.deliver", seconds=5, when=something_waits)
registry.daily("notices.digest", at=time(7, 30))
