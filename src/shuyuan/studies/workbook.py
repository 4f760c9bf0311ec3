"""Planned entries from the catalog's workbook: a home for imports, which have the dry run and the remarks."""

from collections.abc import Sequence
from typing import IO

from django.db.models import QuerySet
from django.urls import reverse

from shuyuan.catalog.models import Entry
from shuyuan.catalog.rules import SharingType
from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext
from shuyuan.studies import selectors, steps
from shuyuan.studies.events import Event
from shuyuan.studies.models import PlannedEntry, SharingLine
from shuyuan.studies.services import MOST_ENTRIES, study_of
from shuyuan.workbooks.homes import Home, register_home
from shuyuan.workbooks.imports import receive_import
from shuyuan.workbooks.models import CatalogImport
from shuyuan.workbooks.selectors import list_imports

HOME = "study"


def register() -> None:
    """Tell workbooks that a file can be for a study."""
    register_home(HOME, Home(MOST_ENTRIES, _entries, _require_open, keep_entries, _page))


def send_workbook(
    project_id: int, stream: IO[bytes], *, filename: str, actor: Actor, legal: LegalContext
) -> CatalogImport:
    """Take a file of planned entries in for its dry run; the study changes when it is written."""
    selectors.access_open_project(project_id, actor=actor)
    return receive_import(stream, filename=filename, home=(HOME, project_id), actor=actor, legal=legal)


def keep_entries(project_id: int, entries: Sequence[Entry], actor: Actor, legal: LegalContext) -> None:
    """Take what an import wrote into the study; in the caller's transaction.

    How an entry is exchanged follows from its columns while the study says nothing else, and what is shared
    without conditions stands on the sharing list for everybody.
    """
    project = selectors.access_project_to_write(project_id, actor=actor)
    study = study_of(project, legal=legal)
    known = set(study.planned.values_list("entry_id", flat=True))
    fresh = [entry for entry in entries if entry.pk not in known]
    for entry in fresh:
        planned = PlannedEntry.objects.create(study=study, entry=entry, **_exchange(entry))
        if entry.sharing_type == SharingType.UNCONDITIONAL:
            SharingLine.objects.create(planned=planned)
    names = [entry.name for entry in entries]
    facts = {"new": len(fresh), "changed": len(entries) - len(fresh), "names": names[:MOST_ENTRIES]}
    steps.trace(Event.ENTRY_PLANNED, project, cites="jz-project-2020/26.1", facts=facts, actor=actor)


def _exchange(entry: Entry) -> dict[str, str]:
    if entry.sharing_type == SharingType.NOT_SHARED:
        return {}
    mode = next(iter(entry.method_types), "")
    return {"exchange_mode": mode, "exchange_cycle": entry.update_cycle if mode else ""}


def list_files(project_id: int, *, actor: Actor) -> QuerySet[CatalogImport]:
    """The files that were brought for a study, the newest first; none for who cannot bring any."""
    return list_imports(actor).filter(home=HOME, home_id=project_id).order_by("-pk")


def _entries(project_id: int) -> list[int]:
    return list(PlannedEntry.objects.filter(study__project=project_id).values_list("entry_id", flat=True))


def _require_open(project_id: int, actor: Actor) -> None:
    selectors.access_project_to_write(project_id, actor=actor)


def _page(project_id: int) -> str:
    return reverse("studies:study", args=[project_id])
