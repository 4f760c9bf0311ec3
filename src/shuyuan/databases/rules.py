"""Decisions on base and theme databases: pure, no Django, no clock, no database."""

from shuyuan.catalog.rules import SharingType
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

_STRICTNESS = list(SharingType)


@carries("jz-data-2020/19.1.3")
def strictest_sharing(inputs: tuple[SharingType, ...]) -> SharingType:
    """How a theme database may be shared at most: as its strictest input is."""
    return max(inputs, key=_STRICTNESS.index, default=SharingType.UNCONDITIONAL)


@carries("jz-data-2020/19.1.3")
def judge_theme_sharing(theme_type: SharingType, inputs: tuple[SharingType, ...]) -> Verdict:
    """May a theme database be shared like this? Composing data opens none of it."""
    bound = strictest_sharing(inputs)
    if _STRICTNESS.index(theme_type) >= _STRICTNESS.index(bound):
        return Verdict()
    facts = {"theme": theme_type.value, "bound": bound.value}
    return Verdict((Reason("theme_more_open_than_inputs", "jz-data-2020/19.1.3", facts),))


@carries("jz-data-2020/13.3")
def judge_theme_input(input_in_pool: bool, input_in_base_database: bool) -> Verdict:
    """May this feed a theme database? Only what the platform holds in a pool or a base database."""
    if input_in_pool or input_in_base_database:
        return Verdict()
    return Verdict((Reason("input_outside_platform", "jz-data-2020/13.3"),))
