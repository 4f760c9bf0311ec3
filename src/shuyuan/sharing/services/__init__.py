"""Writes of sharing: each is one transaction with its audit entry."""

from shuyuan.sharing.publishing import prepare_portal_client, publish_all, publish_changes
from shuyuan.sharing.services.clients import add_key, deactivate_client, register_client, retire_key
from shuyuan.sharing.services.decisions import (
    ItemDecision,
    Terms,
    decide_request,
    give_opinion,
    return_request,
)
from shuyuan.sharing.services.grants import (
    expire_grants,
    extent_of,
    resume_grant,
    revoke_grant,
    suspend_grant,
    tighten_grant,
)
from shuyuan.sharing.services.requests import (
    change_wishes,
    draft_request,
    state_grounds,
    submit_request,
    withdraw_request,
)

__all__ = [
    "ItemDecision",
    "Terms",
    "add_key",
    "change_wishes",
    "deactivate_client",
    "decide_request",
    "draft_request",
    "expire_grants",
    "extent_of",
    "give_opinion",
    "prepare_portal_client",
    "publish_all",
    "publish_changes",
    "register_client",
    "resume_grant",
    "retire_key",
    "return_request",
    "revoke_grant",
    "state_grounds",
    "submit_request",
    "suspend_grant",
    "tighten_grant",
    "withdraw_request",
]
