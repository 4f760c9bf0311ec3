"""Audit events of collection."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`."""

    RECEIVED = "collection:batch:received"
    UNREADABLE = "collection:batch:unreadable"
    MAPPED = "collection:batch:mapped"
    MERGED = "collection:batch:merged"
    UNCHANGED = "collection:batch:unchanged"
    REFUSED = "collection:batch:refused"
    FAILED = "collection:batch:failed"
    CANCELLED = "collection:batch:cancelled"
    ORIGINAL_READ = "collection:batch:original_read"
    CELLS_READ = "collection:batch:cells_read"
    SAMPLE_READ = "collection:sample:read"
    PUBLISHED = "collection:entry:published"
