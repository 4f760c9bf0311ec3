"""Makes projects in any standing for the tests of all rooms of IT projects."""

from datetime import date
from itertools import count

from django.db import transaction

from organizations.factories import make_actor, make_department
from shuyuan.kernel.actor import Role
from shuyuan.projects import steps
from shuyuan.projects.holding import refresh_holds
from shuyuan.projects.models import Project, SystemStanding
from shuyuan.projects.rules.facts import system_from_json, to_json
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.rules.standing import fold_system
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.models import InformationSystem

_numbers = count(1)


def make_system(department, *, registered_on=None, connected_on=None, **fields):
    """A system of a department, with its standing where the days are given."""
    number = next(_numbers)
    person = make_actor(Role.DATA_OFFICER, department).person_id
    system = InformationSystem.objects.create(
        **{
            "name": f"虚拟业务系统{number}",
            "department": department,
            "network": "egov_extranet",
            "hosting": "government_cloud",
            "duty": "办理虚拟业务",
            "state": "registered" if registered_on else "proposed",
            "proposed_by_id": person,
            "proposed_on": registered_on or date(2026, 1, 5),
            "registered_on": registered_on,
            **fields,
        }
    )
    facts = system_from_json({})
    if registered_on:
        facts = fold_system(facts, Kind.SYSTEM_REGISTERED, registered_on)
    if connected_on:
        facts = fold_system(facts, Kind.SYSTEM_CONNECTED, connected_on)
    SystemStanding.objects.update_or_create(system=system, defaults={"facts": to_json(facts)})
    return system


def make_project(
    unit=None, *, actor=None, legal: LegalContext, stage=Stage.DRAFT, system=None, **facts
) -> Project:
    """A project of that unit (a model or a code) in that stage, with further facts of `ProjectFacts`.

    Its journal has the first entry only; for a true journal take the services.
    """
    unit = make_department(unit or "civil-affairs") if not hasattr(unit, "pk") else unit
    actor = actor or make_actor(Role.DATA_OFFICER, unit)
    kind = ProjectKind(facts.pop("kind", ProjectKind.NEW))
    mode = FundingMode(facts.pop("funding_mode", FundingMode.GOVERNMENT_INVESTMENT))
    number = next(_numbers)
    with transaction.atomic():
        project = Project.objects.create(
            number=f"焦信项〔{legal.today.year}〕T{number}号",
            name=facts.pop("name", f"虚拟信息化项目{number}"),
            unit=unit,
            purpose="支撑虚拟业务",
            drafted_at=legal.now,
            drafted_by_id=actor.post_id,
            stage_since=legal.today,
            plan_year=legal.today.year + 1,
        )
        data = {
            "kind": kind.value,
            "funding_mode": mode.value,
            "plan_year": facts.pop("plan_year", legal.today.year + 1),
            "planned_fen": facts.pop("planned_fen", 100_000_000),
            "system_id": system.pk if system else None,
        }
        steps.begin(project, data=data, actor=actor, legal=legal)
        if stage is not Stage.DRAFT or facts:
            known = project.known.__class__(**{**vars(project.known), "stage": Stage(stage), **facts})
            steps.keep(project, known, legal=legal)
            refresh_holds(project, legal=legal)
    return Project.objects.select_related("unit").get(pk=project.pk)


def take_step(project, kind, *, actor, legal, on=None, **data):
    """One journal entry in a transaction of its own."""
    with transaction.atomic():
        return steps.note(project, kind, on=on, data=data, actor=actor, legal=legal)
