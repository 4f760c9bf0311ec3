"""The law, a calendar of the years that the cases speak of, and the cases."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path

import holidays
import pytest

from shuyuan.kernel.calendar import WorkingCalendar, YearStatus
from shuyuan.regulations.cases import Case, read_cases
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import HOME, Law, load_law

FOUNDING_TEXT = Path(__file__).parents[3] / "shared" / "regulations" / "measures.zh.md"
ALL_CASES = tuple(case for path in sorted(HOME.glob("*/cases")) for case in read_cases(path.parent))


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """2020 to 2026 as the State Council announced them, 2027 provisional."""
    china = holidays.country_holidays("CN", years=range(2020, 2028))
    non_working, working = set(), set()
    day = date(2020, 1, 1)
    while day.year < 2028:
        if china.is_working_day(day) and day.weekday() > 4:
            working.add(day)
        if not china.is_working_day(day) and day.weekday() <= 4:
            non_working.add(day)
        day += timedelta(days=1)
    years = dict.fromkeys(range(2020, 2027), YearStatus.ANNOUNCED) | {2027: YearStatus.PROVISIONAL}
    return WorkingCalendar(years, frozenset(non_working), frozenset(working), "test")


@pytest.fixture
def legal_on(law, calendar):
    """A context of the law for any day."""

    def build(today: date) -> LegalContext:
        return LegalContext(law, calendar, today, datetime.combine(today, time(9), LEGAL_ZONE))

    return build


@pytest.fixture(scope="session")
def cases_by_provision() -> dict[str, list[Case]]:
    found = defaultdict(list)
    for case in ALL_CASES:
        found[case.cites].append(case)
    return found


@pytest.fixture(scope="session")
def founding_text() -> str:
    """The official text, which is not part of the repository."""
    if not FOUNDING_TEXT.exists():
        pytest.skip("the official text is not beside this repository")
    return FOUNDING_TEXT.read_text(encoding="utf-8")
