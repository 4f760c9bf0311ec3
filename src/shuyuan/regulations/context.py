"""What every rule is given about the law and the day, and the one door through which the clock is read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from shuyuan.regulations.law import Law, load_law

if TYPE_CHECKING:
    from shuyuan.kernel.calendar import WorkingCalendar

#: Deadlines end at the close of the last day in this zone.
LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class LegalContext:
    """The law, the working days and the moment of one request or job; `today` is the local day of `now`."""

    law: Law
    calendar: "WorkingCalendar"
    today: date
    now: datetime


def legal_now(calendar: "WorkingCalendar", *, law: Law | None = None) -> LegalContext:
    """The context of this moment; without `law`, that of the packaged `stack.yaml`."""
    now = datetime.now(LEGAL_ZONE)
    return LegalContext(law or load_law(), calendar, now.date(), now)
