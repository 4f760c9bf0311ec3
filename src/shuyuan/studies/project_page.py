"""What studies add to projects and the catalog: judges, effects, a tab, a button, a home of entries."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.actions import Action
from shuyuan.catalog import registry as catalog
from shuyuan.catalog.models import Entry
from shuyuan.kernel.actor import Actor, Role
from shuyuan.planning import places
from shuyuan.projects import registry
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.regulations.context import LegalContext
from shuyuan.studies import selectors, steps, workbook
from shuyuan.studies.facts import builds, find_place, judge_study, judge_submission, planned_of
from shuyuan.studies.models import PlannedEntry


def register() -> None:
    """Called once when Django starts."""
    registry.register_judge("studies", Kind.SUBMITTED, judge_submission)
    for kind in (Kind.FILED, Kind.AMENDED):
        registry.register_effect("studies", kind, steps.follow_filing)
    registry.register_effect("studies", Kind.SUBMITTED, steps.follow_submission)
    registry.register_block(
        registry.Block("study", _("Feasibility study"), "studies/block.html", _block, order=20)
    )
    registry.register_actions("studies", _actions, order=20)
    workbook.register()
    places.register_source(places.Source(builds, find_place, _place_page))
    catalog.register_effect("studies", steps.note_published)
    catalog.register_planning(catalog.Planning(_require_open, _home))


def _block(request: HttpRequest, project: Project) -> dict[str, Any]:
    study = selectors.find_study(project)
    return {
        "study": study,
        "planned": planned_of(study),
        "overlaps": selectors.overlaps_with_relations(project, 5),
        "verdict": judge_study(project, study, request.legal),
        "may_write": selectors.may_write(project, request.actor),
    }


def _actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:  # noqa: ARG001 one shape
    href = reverse("studies:study", args=[project.pk])
    if selectors.may_write(project, actor):
        return [Action(_("Feasibility study"), "file-description", href=href)]
    if actor.role is Role.DATA_ADMINISTRATION and Stage(project.stage) is Stage.SUBMITTED:
        return [Action(_("Study and overlaps"), "list-search", href=href)]
    return []


def _place_page(project: Project) -> str:
    return reverse("studies:study", args=[project.pk])


def _planned(entry: Entry) -> PlannedEntry | None:
    return PlannedEntry.objects.filter(entry_id=entry.pk).select_related("study__project").first()


def _require_open(entry: Entry) -> None:
    planned = _planned(entry)
    if planned is not None and Stage(planned.study.project.stage) not in selectors.ACCEPTED:
        selectors.require_open(planned.study.project)


def _home(entry: Entry) -> str:
    planned = _planned(entry)
    return reverse("studies:entry", args=[planned.study.project_id, planned.pk]) if planned else ""
