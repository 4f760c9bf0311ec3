"""Tables of campaigns and editions."""

from shuyuan.campaigns.models.campaigns import Campaign, DayMove, DepartmentList, ListDemand, ListLine
from shuyuan.campaigns.models.editions import Edition, EditionLine, EditionYear, ResponsibilityList

__all__ = [
    "Campaign",
    "DayMove",
    "DepartmentList",
    "Edition",
    "EditionLine",
    "EditionYear",
    "ListDemand",
    "ListLine",
    "ResponsibilityList",
]
