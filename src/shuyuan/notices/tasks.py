"""Work of notices: the outbox every few seconds, digests every morning, old messages each month."""

from datetime import time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuyuan.jobs import registry
from shuyuan.notices.digest import make_digests
from shuyuan.notices.outbox import empty_outbox, something_waits
from shuyuan.notices.services import forget_notices

_MONTH = 30 * 24 * 3600.0


@registry.handler("notices.deliver", quick=True, label=_("Send mails and short messages"))
def deliver(run: registry.Run) -> dict[str, Any]:
    """Send what is due; gives how many ended in which state."""
    return empty_outbox(check=run.check_cancelled)


@registry.handler("notices.digest", quick=True, label=_("Write the daily digests"))
def digest(run: registry.Run) -> dict[str, Any]:  # noqa: ARG001 the shape of a handler
    """Every morning; gives how many digests were written."""
    return {"digests": make_digests(today=timezone.localdate(), now=timezone.now())}


@registry.handler("notices.forget", label=_("Forget old messages"))
def forget(run: registry.Run) -> dict[str, Any]:
    """Once a month; gives how many messages and deliveries went."""
    before = timezone.now() - timedelta(days=settings.NOTICES_KEPT_DAYS)
    return {"forgotten": forget_notices(before=before, check=run.check_cancelled, actor=run.actor)}


registry.every("notices.deliver", seconds=5, when=something_waits)
registry.daily("notices.digest", at=time(7, 30))
registry.every("notices.forget", seconds=_MONTH)
