"""The buttons of delivery on a project's page, and why some are not there."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.actions import Action
from shuyuan.delivery.models import ChangeRequest
from shuyuan.delivery.selectors import is_bureau, is_own
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import Project
from shuyuan.projects.rules import ACCEPTANCE, CONSTRUCTION, ConstructionFacts, needs_rectification
from shuyuan.projects.rules.facts import ProjectFacts
from shuyuan.projects.rules.stages import STEPS, Kind, Stage
from shuyuan.projects.rules.steps import acceptance_facts
from shuyuan.regulations.context import LegalContext


def construction_actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:  # noqa: ARG001 one shape
    """From the responsible person to the completion."""
    stage, known = Stage(project.stage), project.known
    if is_own(project, actor):
        return _of_unit(project, stage, known)
    return _of_offices(project, actor)


def acceptance_actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:
    """From the application to the operation."""
    stage, known = Stage(project.stage), project.known
    own, bureau = is_own(project, actor), is_bureau(actor)
    actions: list[Action] = []
    if own and stage in STEPS[Kind.ACCEPTANCE_APPLIED].stages:
        actions += _application(project, stage, known)
    if bureau and stage is Stage.ACCEPTING:
        if not known.acceptance_expert:
            actions.append(_link(project, "expert", _("Name the expert"), "user-plus", primary=True))
        if not known.acceptance_cleared:
            clear = _("Decide on the clearance")
            actions.append(_link(project, "clearance", clear, "clipboard-check", primary=True))
    if (own or bureau) and stage is Stage.ACCEPTING:
        actions += _result(project, known, primary=own)
    if own and stage in STEPS[Kind.DELAY_REPORTED].stages:
        actions.append(_link(project, "delay", _("Report a delay"), "calendar-due"))
    if own and stage in STEPS[Kind.RESULTS_HANDED_IN].stages:
        actions += _after(project, stage, known, legal.today, legal)
    return actions


def _of_unit(project: Project, stage: Stage, known: ProjectFacts) -> list[Action]:
    actions: list[Action] = []
    if stage in STEPS[Kind.SUPERVISOR_APPOINTED].stages:
        if not known.leader:
            actions.append(_link(project, "leader", _("Name the responsible person"), "user-check"))
        if not known.supervisor:
            actions.append(_link(project, "supervisor", _("Appoint the engineering supervisor"), "eye"))
    if stage is Stage.PROCURING:
        actions.append(_link(project, "contract", _("Conclude a contract"), "writing-sign"))
        verdict = CONSTRUCTION.judge(
            ConstructionFacts(bool(known.leader), bool(known.supervisor), known.supervisor_qualified)
        )
        begin = _("Begin the construction")
        actions.append(_link(project, "start", begin, "player-play", primary=True, verdict=verdict))
    if stage is Stage.BUILDING:
        actions.append(_link(project, "report", _("Supervision report of a month"), "report"))
        done = _("Report the completion")
        actions.append(_link(project, "complete", done, "circle-check", primary=True))
    return actions


def _of_offices(project: Project, actor: Actor) -> list[Action]:
    wanted = {
        Role.DATA_ADMINISTRATION: (ChangeRequest.State.ASKED, _("Decide on the change")),
        Role.INVESTMENT_APPROVAL: (ChangeRequest.State.CONSENTED, _("Approve the larger investment")),
    }.get(actor.role)
    if wanted is None:
        return []
    waiting = project.change_requests.filter(state=wanted[0]).first()
    if waiting is None:
        return []
    href = reverse("delivery:change", args=[waiting.pk])
    return [Action(wanted[1], icon="git-compare", href=href, is_primary=True)]


def _application(project: Project, stage: Stage, known: ProjectFacts) -> list[Action]:
    verdict = Verdict()
    actions = []
    if stage is Stage.RECTIFYING:
        verdict = Verdict.of([needs_rectification(acceptance_facts(known))])
        if not known.rectified:
            mend = _("Report the rectification")
            actions.append(_link(project, "rectification", mend, "tool", primary=True))
    label = (
        _("Apply for the second acceptance") if known.acceptance_failures else _("Apply for the acceptance")
    )
    actions.append(_link(project, "apply", label, "send", primary=True, verdict=verdict))
    return actions


def _result(project: Project, known: ProjectFacts, *, primary: bool) -> list[Action]:
    verdict = ACCEPTANCE.judge(acceptance_facts(known))
    label = _("Record the result of the acceptance")
    if known.acceptance_expert:
        # a failed one is recorded without clearance, too
        verdict = Verdict()
    return [_link(project, "result", label, "certificate", primary=primary, verdict=verdict)]


def _after(
    project: Project, stage: Stage, known: ProjectFacts, today: date, legal: LegalContext
) -> list[Action]:
    actions = []
    needed = set(legal.law.codes("projects.acceptance_documents", on=today))
    if not needed <= set(known.handed_in):
        actions.append(_link(project, "results", _("Hand in the documents"), "file-upload", primary=True))
    if not known.entries:
        actions.append(_link(project, "catalog", _("Enter the data into the catalog"), "books"))
    if stage is Stage.ACCEPTED:
        actions.append(_link(project, "operation", _("Put it into operation"), "player-play"))
    return actions


def _link(
    project: Project,
    page: str,
    label: object,
    icon: str,
    *,
    primary: bool = False,
    verdict: Verdict | None = None,
) -> Action:
    href = reverse(f"delivery:{page}", args=[project.pk])
    return Action(label, icon=icon, href=href, is_primary=primary, verdict=verdict)
