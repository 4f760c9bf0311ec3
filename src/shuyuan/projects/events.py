"""Audit events of projects: `projects:project:<what happened>`, one for each kind of journal entry."""

from enum import StrEnum

from shuyuan.projects.rules.stages import OF_SYSTEMS, OF_UNITS, Kind


def _subject(kind: Kind) -> str:
    return "unit" if kind in OF_UNITS else "system_standing" if kind in OF_SYSTEMS else "project"


Event = StrEnum("Event", {kind.name: f"projects:{_subject(kind)}:{kind.value}" for kind in Kind})
