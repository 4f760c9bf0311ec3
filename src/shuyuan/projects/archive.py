"""The complete archive of a project as one ZIP: facts, journal, holds, every file, the rows of all rooms.

Each part is streamed into the archive and its SHA-256 written into an index (CSV and HTML), which comes last.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from shuyuan.kernel.actor import Actor, Role
from shuyuan.papers.models import Attachment, IssuedPaper
from shuyuan.papers.uploads import safe_name, stored_path
from shuyuan.projects import registry
from shuyuan.projects.archive_words import column_words, table_words, value_words
from shuyuan.projects.documents import PROJECT_DOCUMENTS
from shuyuan.projects.journal import entry_facts
from shuyuan.projects.models import Hold, JournalEntry, Project
from shuyuan.projects.wording import HAPPENINGS, STAGES
from shuyuan.regulations.context import LegalContext
from shuyuan.web.exports import harmless

#: Who takes an archive with the rows of all rooms; the unit's own has its files, journal and holds.
FULL_READERS = frozenset({Role.DATA_ADMINISTRATION, Role.AUDIT_OFFICE})
_BLOCK = 1 << 20
#: Rooms that keep their rows to themselves until experts have concluded on what was last handed in.
_BLIND = frozenset({"experts"})
_OWN = frozenset({"projects"})
#: Tables that are made from others, for search.
_DERIVED = frozenset({"studies.gram"})


@dataclass(frozen=True)
class Part:
    """One file of the archive."""

    path: str
    what: str
    size: int
    digest: str


class _Writer:
    """Streams parts into the ZIP and remembers size and digest of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts: list[Part] = []
        self.taken: set[str] = set()

    def add(self, path: str, what: Any, blocks: Iterable[bytes]) -> None:
        """Write one part; equal paths are told apart by a number."""
        path = self._unused(path)
        digest, size = hashlib.sha256(), 0
        with self.archive.open(path, "w", force_zip64=True) as target:
            for block in blocks:
                digest.update(block)
                size += len(block)
                target.write(block)
        self.parts.append(Part(path, str(what), size, digest.hexdigest()))

    def _unused(self, path: str) -> str:
        given, number, candidate = PurePosixPath(path), 1, path
        while candidate in self.taken:
            number += 1
            candidate = str(given.with_name(f"{given.stem} ({number}){given.suffix}"))
        self.taken.add(candidate)
        return candidate


def pack(
    project: Project,
    target: Path,
    *,
    actor: Actor,
    legal: LegalContext,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005 nobody listens
) -> list[Part]:
    """Write the archive for this actor to `target`; gives its parts, the index left out.

    `progress` is called after each file with (done, of how many) and may raise to leave.
    """
    attachments, papers = _attachments(project), _papers(project)
    total = len(attachments) + len(papers) + 1
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        writer = _Writer(archive)
        writer.add("project.json", _("What is known of the project"), _facts(project))
        writer.add("journal.csv", _("Journal"), _journal(project, actor, legal))
        writer.add("holds.csv", _("Holds"), _holds(project))
        for done, one in enumerate(attachments, start=1):
            path = f"documents/{_folder(one)}/v{one.version}-{safe_name(one.name)}"
            what = f"{one.label} v{one.version}" + (f" ({_('removed')})" if one.removed_at else "")
            writer.add(path, what, _file(one.stored_as))
            progress(done, total)
        for done, paper in enumerate(papers, start=len(attachments) + 1):
            name = safe_name(paper.number)
            writer.add(f"papers/{name}.pdf", paper.title, _file(paper.pdf_stored_as))
            writer.add(f"papers/{name}.docx", paper.title, _file(paper.word_stored_as))
            progress(done, total)
        if actor.role in FULL_READERS:
            for model, rows in _rows(project):
                path = f"data/{model._meta.label_lower}.csv"  # noqa: SLF001 Django's name of a model
                writer.add(path, table_words(model), _table(model, rows))
        _index(writer, project, legal)
    progress(total, total)
    return writer.parts


def _facts(project: Project) -> Iterator[bytes]:
    given = {
        "number": project.number,
        "name": project.name,
        "unit": {"code": project.unit.code, "name": project.unit.name},
        "purpose": project.purpose,
        "planned_start_on": project.planned_start_on,
        "planned_end_on": project.planned_end_on,
        "drafted_at": project.drafted_at,
        "facts": project.facts,
    }
    text = json.dumps(given, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    yield text.encode()


def _journal(project: Project, actor: Actor, legal: LegalContext) -> Iterator[bytes]:
    head = [
        _("Day"),
        _("Written"),
        _("What"),
        _("Provision"),
        _("By"),
        _("Department"),
        _("Role"),
        _("Stage"),
        _("Further facts"),
    ]
    entries = JournalEntry.objects.filter(project=project).select_related("post__department").order_by("id")
    lines = (
        [
            entry.on.isoformat(), entry.at.isoformat(), HAPPENINGS[entry.kind], entry.cites,  # type: ignore[index]
            entry.person_name, entry.department, entry.role,
            STAGES[entry.to_stage] if entry.to_stage else "",  # type: ignore[index]
            "; ".join(f"{label}: {words}" for label, words in entry_facts(entry, actor=actor, legal=legal)),
        ]
        for entry in entries.iterator(chunk_size=500)
    )  # fmt: skip
    return _csv(head, lines)


def _holds(project: Project) -> Iterator[bytes]:
    head = [_("Code"), _("Provision"), _("Funds"), _("Since"), _("Until"), _("Released")]
    rows = Hold.objects.filter(project=project).order_by("id")
    lines = ([one.code, one.cites, one.funds, one.since, one.until, one.released_at] for one in rows)
    return _csv(head, lines)


def _attachments(project: Project) -> list[Attachment]:
    """Every version of every file of the project and of its rooms' subjects, removed ones too."""
    found: list[Attachment] = []
    for kind, subject_id in _subjects(project):
        files = Attachment.objects.filter(subject_kind=kind, subject_id=str(subject_id))
        found += files.order_by("label", "version", "pk")
    return found


def _folder(attachment: Attachment) -> str:
    room = attachment.subject_kind.partition(".")[0]
    label = safe_name(attachment.label)
    return label if room in _OWN else f"{room}/{label}"


def _papers(project: Project) -> list[IssuedPaper]:
    """Every paper about the project or about a subject of its rooms."""
    about = Q(subject_kind=PROJECT_DOCUMENTS, subject_id=project.number)
    for kind, subject_id in _subjects(project):
        about |= Q(subject_kind=kind, subject_id=str(subject_id))
    return list(IssuedPaper.objects.filter(about).order_by("day", "pk"))


def _subjects(project: Project) -> list[tuple[str, object]]:
    return [(PROJECT_DOCUMENTS, project.pk), *registry.document_subjects(project)]


def _rows(project: Project) -> Iterator[tuple[type[Model], Iterable[Model]]]:
    """The tables of rooms above that point at the project, or at what does, with their rows."""
    known = project.known
    is_blind = known.expert_submission != known.submission
    for model, link in _links().items():
        room = model._meta.app_label  # noqa: SLF001 Django's name of a room
        if room in _OWN or (is_blind and room in _BLIND) or model._meta.label_lower in _DERIVED:  # noqa: SLF001 the same
            continue
        rows = model._default_manager.filter(**{link: project}).order_by("pk")  # noqa: SLF001 every model
        if rows.exists():
            yield model, rows.iterator(chunk_size=500)


def _links() -> dict[type[Model], str]:
    """Each table that belongs to a project, and the way from its rows to the project: one step or two."""
    straight: dict[type[Model], str] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001 Django's way to a model's fields
            if field.related_model is Project:
                straight.setdefault(model, field.name)
    found = dict(straight)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001 the same
            parent: Any = field.related_model
            same_room = parent in straight and parent._meta.app_label == model._meta.app_label  # noqa: SLF001
            if same_room and not (field.null or model in found):
                found[model] = f"{field.name}__{straight[parent]}"
    return found


def _table(model: type[Model], rows: Iterable[Model]) -> Iterator[bytes]:
    fields = model._meta.concrete_fields  # noqa: SLF001 Django's way
    head = [column_words(field) for field in fields]
    return _csv(head, ([value_words(row, field) for field in fields] for row in rows))


def _csv(head: list[Any], lines: Iterable[list[Any]]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _line(head)
    for line in lines:
        yield _line(line)


def _line(values: list[Any]) -> bytes:
    target = io.StringIO()
    shown = ["" if value is None else harmless(str(value)) for value in values]
    csv.writer(target).writerow(shown)
    return target.getvalue().encode(errors="replace")


def _file(stored_as: str) -> Iterator[bytes]:
    with stored_path(stored_as).open("rb") as source:
        while block := source.read(_BLOCK):
            yield block


def _index(writer: _Writer, project: Project, legal: LegalContext) -> None:
    parts = list(writer.parts)
    head = [_("File"), _("What it is"), _("Bytes"), "SHA-256"]
    lines = ([one.path, one.what, one.size, one.digest] for one in parts)
    writer.add("index.csv", _("Index"), _csv(head, lines))
    context = {"project": project, "parts": parts, "packed_at": legal.now}
    page = render_to_string("projects/archive_index.html", context)
    writer.add("index.html", _("Index"), [page.encode()])
    del writer.parts[len(parts) :]
