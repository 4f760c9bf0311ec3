"""Audit events of imports: `room:subject:action`; entries that an import writes have those of the catalog."""

from enum import StrEnum


class Event(StrEnum):
    """What is written to the trail about imports."""

    SCHEMA_REQUESTED = "workbooks:schema:reading_asked"
    SCHEMA_UNREAD = "workbooks:schema:reading_failed"
    SCHEMA_READ = "workbooks:schema:read"
    IMPORT_RECEIVED = "workbooks:import:received"
    IMPORT_STARTED = "workbooks:import:started"
    IMPORT_APPLIED = "workbooks:import:applied"
    IMPORT_STOPPED = "workbooks:import:stopped"
    IMPORT_WITHDRAWN = "workbooks:import:withdrawn"
