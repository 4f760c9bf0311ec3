"""Audit events of projects: one for each kind of journal entry, two for archives."""

from enum import StrEnum

from shuyuan.projects.rules.stages import OF_SYSTEMS, OF_UNITS, Kind


def _subject(kind: Kind) -> str:
    return "unit" if kind in OF_UNITS else "system_standing" if kind in OF_SYSTEMS else "project"


Event = StrEnum(
    "Event",
    {
        **{kind.name: f"projects:{_subject(kind)}:{kind.value}" for kind in Kind},
        "ARCHIVE_ASKED": "projects:project:exported",
        "ARCHIVE_TAKEN": "projects:project:downloaded",
    },
)
