"""Audit events of papers and attachments."""

from enum import StrEnum


class Event(StrEnum):
    """`room:subject:action`, as the trail keeps it."""

    ATTACHED = "papers:attachment:added"
    REMOVED = "papers:attachment:removed"
    DOWNLOADED = "papers:attachment:downloaded"
    ISSUED = "papers:paper:issued"
