"""Writes of the catalog: each is one transaction with one audit entry."""

from shuyuan.catalog.services.classes import add_class
from shuyuan.catalog.services.drafts import begin_revision, create_draft, discard_draft, update_draft
from shuyuan.catalog.services.items import add_item, add_items, change_item, remove_item, reorder_items
from shuyuan.catalog.services.publication import resume_entry, suspend_entry
from shuyuan.catalog.services.remarks import make_remark, mend_remark, remove_remark
from shuyuan.catalog.services.review import publish_entry, return_entry, submit_entry, withdraw_entry

__all__ = [
    "add_class",
    "add_item",
    "add_items",
    "begin_revision",
    "change_item",
    "create_draft",
    "discard_draft",
    "make_remark",
    "mend_remark",
    "publish_entry",
    "remove_item",
    "remove_remark",
    "reorder_items",
    "resume_entry",
    "return_entry",
    "submit_entry",
    "suspend_entry",
    "update_draft",
    "withdraw_entry",
]
