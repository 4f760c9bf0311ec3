"""The states of an occasion to update the catalog, and the signs that an entry is dead, as data."""

from enum import StrEnum


class OccasionState(StrEnum):
    """How far a department has come since the law or its functions changed."""

    OPEN = "open"  # 待申请
    REQUESTED = "requested"  # 已申请，待审核
    COMPLETED = "completed"  # 已更新
    NOT_NEEDED = "not_needed"  # 无需更新


#: What can still change by itself.
RUNNING = (OccasionState.OPEN, OccasionState.REQUESTED)


class SignKind(StrEnum):
    """What tells that an entry is made once and then forgotten."""

    NEVER_FILLED = "never_filled"  # 从未汇聚数据
    STALE = "stale"  # 超过两个更新周期没有更新
    UNUSED = "unused"  # 长期无人使用
    DANGLING = "dangling"  # 所属系统不在系统目录中


class PartName(StrEnum):
    """What a score is made of."""

    METADATA = "metadata"
    FRESHNESS = "freshness"
    USE = "use"
    CHECKS = "checks"
    QUALITY = "quality"
