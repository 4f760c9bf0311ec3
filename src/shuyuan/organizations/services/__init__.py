"""Writes of organizations: accounts of people, and the posts and offices of departments."""

from shuyuan.organizations.services.accounts import (
    Opened,
    close_account,
    create_person,
    reset_password,
    unlock_account,
)
from shuyuan.organizations.services.first import open_administrators
from shuyuan.organizations.services.posts import appoint_post, end_post, name_data_office
from shuyuan.organizations.services.switching import switch_post

__all__ = [
    "Opened",
    "appoint_post",
    "close_account",
    "create_person",
    "end_post",
    "name_data_office",
    "open_administrators",
    "reset_password",
    "switch_post",
    "unlock_account",
]
