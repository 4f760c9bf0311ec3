"""Tables of sharing: clients, requests, grants, and what is still to be published."""

from shuyuan.sharing.models.clients import Client, ClientKey
from shuyuan.sharing.models.grants import Grant, Snapshot, SnapshotChange
from shuyuan.sharing.models.requests import NumberSeries, RequestItem, SharingRequest

__all__ = [
    "Client",
    "ClientKey",
    "Grant",
    "NumberSeries",
    "RequestItem",
    "SharingRequest",
    "Snapshot",
    "SnapshotChange",
]
