"""Tables of the catalog, one file per concept."""

from shuyuan.catalog.models.classes import ClassNode, CodeSequence, EntryCode
from shuyuan.catalog.models.entries import Entry
from shuyuan.catalog.models.items import Item
from shuyuan.catalog.models.remarks import Remark
from shuyuan.catalog.models.versions import CatalogRevision, EntryVersion

__all__ = [
    "CatalogRevision",
    "ClassNode",
    "CodeSequence",
    "Entry",
    "EntryCode",
    "EntryVersion",
    "Item",
    "Remark",
]
