"""What follows from a step of a project for plan, inbox and library, in the step's transaction."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.casework.steps import settle_completion
from shuyuan.kernel.actor import Actor
from shuyuan.planning import inbox
from shuyuan.planning.models import AnnualPlan, LibraryRecord, ProjectPlan, UnitPlan
from shuyuan.projects import registry
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import Kind
from shuyuan.regulations.context import LegalContext

#: Under these subjects a filing, and the documents, are returned for completion.
FILING = "planning.filing"
DOCUMENTS = "planning.documents"
_ALL = (inbox.STUDY, inbox.AMEND, inbox.HAND_IN, inbox.COMPLETE, inbox.REMOVE)


def register() -> None:
    """Tell projects what follows."""
    effects = {
        Kind.FILED: _filed,
        Kind.STUDIED: _studied,
        Kind.PLAN_RETURNED: _returned,
        Kind.PLAN_DECLINED: _declined,
        Kind.CONSENTED: _consented,
        Kind.SUBMITTED: _submitted,
        Kind.DOCUMENTS_RETURNED: _documents_returned,
        Kind.REVIEWED: _decided,
        Kind.REVIEW_FAILED: _decided,
        Kind.BUDGETED: _budgeted,
        Kind.UNFUNDED: _unfunded,
        Kind.REMOVED: _removed,
        Kind.WITHDRAWN: _ended,
        Kind.TERMINATED: _ended,
    }
    for kind, effect in effects.items():
        registry.register_effect("planning", kind, effect)


def plan_of(project: Project) -> ProjectPlan:
    """The project's row in planning, made when it is first needed."""
    return ProjectPlan.objects.get_or_create(project=project)[0]


def _filed(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    plan_of(project)
    ProjectPlan.objects.filter(project=project).update(opinion="")
    plan = AnnualPlan.objects.filter(year=project.plan_year).first()
    if plan is not None:
        one, _made = UnitPlan.objects.get_or_create(plan=plan, unit=project.unit)
        if one.state != UnitPlan.State.FILED:
            one.state, one.answer = UnitPlan.State.FILED, ""
            one.answered_at, one.answered_by_id = legal.now, actor.post_id or None
            one.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        inbox.close_unit(one, outcome="filed", actor=actor, legal=legal)
    settle_completion(FILING, project.pk, legal=legal)
    inbox.close_project(project, inbox.AMEND, outcome="filed", actor=actor, legal=legal)
    inbox.ask_bureau(project, inbox.STUDY, "planning:study", actor=actor, legal=legal)


def _studied(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    plan = plan_of(project)
    plan.rank = int(entry.data.get("rank") or plan.rank)
    _keep_opinion(plan, ProjectPlan.Opinion.INCLUDE, entry.data.get("text"), actor, legal)
    inbox.close_project(project, inbox.STUDY, outcome="studied", actor=actor, legal=legal)


def _returned(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    gaps = "；".join(entry.data.get("gaps", ()))
    _keep_opinion(plan_of(project), ProjectPlan.Opinion.RETURN, gaps, actor, legal)
    inbox.close_project(project, inbox.STUDY, outcome="returned", actor=actor, legal=legal)
    inbox.ask_owner(project, inbox.AMEND, "planning:file", actor=actor, legal=legal)


def _declined(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    reason = entry.data.get("reason", "")
    _keep_opinion(plan_of(project), ProjectPlan.Opinion.DECLINE, reason, actor, legal)
    settle_completion(FILING, project.pk, is_over=True, legal=legal)
    inbox.close_project(project, *_ALL, outcome="declined", actor=actor, legal=legal)
    title = _("The project is not taken into the annual plan")
    inbox.tell_project(
        project, inbox.DECLINED, title=title, text=f"{project.name} {reason}", actor=actor, legal=legal
    )


def _consented(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    settle_completion(FILING, project.pk, is_over=True, legal=legal)
    inbox.close_project(project, inbox.STUDY, inbox.AMEND, outcome="consented", actor=actor, legal=legal)
    inbox.ask_owner(project, inbox.HAND_IN, "planning:documents", actor=actor, legal=legal)
    title = _("The project is in the annual plan: hand in its documents")
    inbox.tell_project(project, inbox.PLANNED, title=title, actor=actor, legal=legal)


def _submitted(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    settle_completion(DOCUMENTS, project.pk, legal=legal)
    inbox.close_project(project, inbox.HAND_IN, inbox.COMPLETE, outcome="handed_in", actor=actor, legal=legal)


def _documents_returned(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    inbox.ask_owner(_project(entry), inbox.COMPLETE, "planning:documents", actor=actor, legal=legal)


def _decided(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    settle_completion(DOCUMENTS, project.pk, is_over=True, legal=legal)
    inbox.close_project(project, *_ALL, outcome=entry.kind, actor=actor, legal=legal)


def _budgeted(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    year = int(entry.data["year"])
    fen = int(project.known.budgets.get(str(year), 0))
    _keep_record(project, year, LibraryRecord.Outcome.BUDGETED, fen=fen, legal=legal)
    inbox.close_project(project, inbox.REMOVE, outcome="budgeted", actor=actor, legal=legal)


def _unfunded(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001
    project = _project(entry)
    _keep_record(project, int(entry.data["year"]), LibraryRecord.Outcome.UNFUNDED, legal=legal)


def _removed(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    years = project.known.unfunded_years
    year = years[-1] if years else legal.today.year
    _keep_record(project, year, LibraryRecord.Outcome.REMOVED, legal=legal)
    inbox.close_project(project, *_ALL, outcome="removed", actor=actor, legal=legal)
    title = _("The project left the library; file it anew if it is still needed")
    inbox.tell_project(project, inbox.REMOVED, title=title, actor=actor, legal=legal)


def _ended(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    project = _project(entry)
    for subject in (FILING, DOCUMENTS):
        settle_completion(subject, project.pk, is_over=True, legal=legal)
    inbox.close_project(project, *_ALL, outcome=entry.kind, actor=actor, legal=legal)


def _project(entry: JournalEntry) -> Project:
    project = entry.project
    if project is None:
        raise ValueError("the entry is not about a project")
    return project


def _keep_opinion(plan: ProjectPlan, opinion: str, text: Any, actor: Actor, legal: LegalContext) -> None:
    plan.opinion, plan.opinion_text = opinion, str(text or "")[:2000]
    plan.studied_at, plan.studied_by_id = legal.now, actor.post_id or None
    plan.save(update_fields=["rank", "opinion", "opinion_text", "studied_at", "studied_by"])


def _keep_record(project: Project, year: int, outcome: str, *, fen: int = 0, legal: LegalContext) -> None:
    unfunded = len(project.known.unfunded_years)
    LibraryRecord.objects.update_or_create(
        project=project,
        year=year,
        defaults={"outcome": outcome, "fen": fen, "unfunded_years": unfunded, "at": legal.now},
    )
