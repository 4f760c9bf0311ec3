"""The lake: one Delta table per entry, versioned; every change is one commit (jz-data-2020/13)."""

from shuyuan.engine.lake.lake import Lake
from shuyuan.engine.lake.records import Changes, Merged, Version

__all__ = ["Changes", "Lake", "Merged", "Version"]
