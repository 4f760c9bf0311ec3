"""The commission asks the bureau's opinion and decides on an investment; the bureau answers."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shuyuan.approvals import official_papers as papers
from shuyuan.approvals.checks import need_words, require_revision
from shuyuan.approvals.documents import SUBJECT
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.papers.steps import attach
from shuyuan.papers.uploads import Received, receive
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_project_as
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

CITES = "jz-project-2020/11.1"
_LONGEST_NUMBER = 60


@dataclass(frozen=True)
class Decision:
    """What the commission decided outside: its document and day, and what the journal keeps of it."""

    kind: Kind
    document: str
    on: date | None
    data: dict[str, object]
    scan: Received | None


@transaction.atomic(durable=True)
def ask_opinion(
    project_id: int, *, question: str = "", document: str = "", actor: Actor, legal: LegalContext
) -> JournalEntry:
    """The commission asks the bureau; the bureau's task gets its day. Conflict while one is unanswered."""
    project = access_project_as(project_id, Role.INVESTMENT_APPROVAL, actor=actor, lock=True)
    known = project.known
    if known.opinion_asked_on is not None and known.opinion_answered_on is None:
        raise Conflict("an opinion was asked for already", code="opinion_open")
    data = {"question": question.strip(), "document": document.strip()[:_LONGEST_NUMBER]}
    return note(project, Kind.OPINION_ASKED, data=data, cites=CITES, actor=actor, legal=legal)


@transaction.atomic(durable=True)
def answer_opinion(
    project_id: int,
    *,
    consents: bool,
    opinion: str,
    paper: bool = True,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """The bureau answers with a paper of its own; Conflict `no_opinion_asked` when nobody waits for it."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor, lock=True)
    known = project.known
    if known.opinion_asked_on is None or known.opinion_answered_on is not None:
        raise Conflict("nobody waits for an opinion", code="no_opinion_asked")
    opinion = need_words(opinion)
    number = (
        _issue(project, consents=consents, opinion=opinion, actor=actor, legal=legal)
        if paper
        else papers.take_number(actor=actor, legal=legal)
    )
    data = {"consents": consents, "opinion": opinion, "number": number}
    return note(project, Kind.OPINION_ANSWERED, data=data, cites=CITES, actor=actor, legal=legal)


def approve_project(
    project_id: int,
    *,
    fen: int,
    document: str,
    on: date | None = None,
    reason: str = "",
    scan: UploadedFile | None = None,
    revision: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """The commission approves by its document of that day; `reason` where it departs from the opinion."""
    received = receive(scan) if scan else None
    data: dict[str, object] = {"fen": fen, "reason": reason.strip()} if reason.strip() else {"fen": fen}
    decision = Decision(Kind.APPROVED, document, on, data, received)
    return _decide(project_id, decision, revision, actor=actor, legal=legal)


def refuse_approval(
    project_id: int,
    *,
    reason: str,
    document: str,
    on: date | None = None,
    scan: UploadedFile | None = None,
    revision: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """The commission does not approve, by its document and with its reasons; the project ends here."""
    received = receive(scan) if scan else None
    data: dict[str, object] = {"reason": need_words(reason, code="reason_missing")}
    decision = Decision(Kind.APPROVAL_REFUSED, document, on, data, received)
    return _decide(project_id, decision, revision, actor=actor, legal=legal)


@transaction.atomic(durable=True)
def _decide(
    project_id: int, decision: Decision, revision: int | None, *, actor: Actor, legal: LegalContext
) -> JournalEntry:
    project = access_project_as(project_id, Role.INVESTMENT_APPROVAL, actor=actor, lock=True)
    require_revision(project, revision)
    document, data = decision.document.strip(), decision.data
    if not document or len(document) > _LONGEST_NUMBER or "\0" in document:
        raise BadInput("a decision has a document", code="document_number_missing", limit=_LONGEST_NUMBER)
    if decision.scan is not None:
        data["attachment"] = _keep(project, decision.scan, document, actor=actor, legal=legal)
    data["document"] = document
    return note(project, decision.kind, on=decision.on, data=data, cites=CITES, actor=actor, legal=legal)


def _keep(project: Project, received: Received, document: str, *, actor: Actor, legal: LegalContext) -> int:
    kept = attach(
        received, subject_kind=SUBJECT, subject_id=project.pk, label=document, actor=actor, legal=legal
    )
    return kept.pk


def _issue(project: Project, *, consents: bool, opinion: str, actor: Actor, legal: LegalContext) -> str:
    offices = papers.offices(Role.INVESTMENT_APPROVAL)
    drawn = papers.opinion_paper(
        project,
        consents=consents,
        opinion=opinion,
        addressee=papers.name_of(offices[0]) if offices else "市发展和改革委员会",
        issuer=papers.name_of(actor.department),
        day=legal.today,
    )
    recipients = [*offices, project.unit.code]
    return papers.issue(
        papers.OPINION_PAPER, drawn, project=project, recipients=recipients, actor=actor, legal=legal
    ).number
