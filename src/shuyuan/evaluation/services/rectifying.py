"""After a failure: the unit reports what it rectified, the bureau accepts it or sets another day."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.steps import close_tasks
from shuyuan.evaluation import steps
from shuyuan.evaluation.events import Event
from shuyuan.evaluation.models import Evaluation
from shuyuan.evaluation.selectors import access_as_organizer, access_as_unit
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import require_role
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

_LONGEST = 4000


@transaction.atomic(durable=True)
def report_rectification(evaluation_id: int, *, text: str, actor: Actor, legal: LegalContext) -> Evaluation:
    """The unit says what it rectified."""
    evaluation = access_as_unit(evaluation_id, actor=actor)
    _require_failed(evaluation)
    evaluation.rectification, evaluation.rectification_on = _words(text), legal.today
    evaluation.save(update_fields=["rectification", "rectification_on"])
    close_tasks(steps.SUBJECT, evaluation.pk, outcome="reported", actor=actor, legal=legal)
    steps.ask_bureau(evaluation, steps.CHECK, None, actor=actor, legal=legal)
    facts = {"project": evaluation.project.number}
    steps.trace(Event.RECTIFICATION_REPORTED, evaluation, facts=facts, actor=actor)
    return evaluation


@transaction.atomic(durable=True)
def accept_rectification(evaluation_id: int, *, actor: Actor, legal: LegalContext) -> Evaluation:
    """The bureau finds the failure rectified; what was held is released."""
    evaluation = access_as_organizer(evaluation_id, actor=actor)
    require_role(actor, Role.DATA_ADMINISTRATION)
    _require_reported(evaluation)
    evaluation.state, evaluation.rectified_on = Evaluation.State.RECTIFIED, legal.today
    evaluation.save(update_fields=["state", "rectified_on"])
    data = {"evaluation": evaluation.pk, "report": evaluation.rectification}
    note(
        evaluation.project, Kind.EVALUATION_RECTIFIED, data=data, cites=steps.CITES, actor=actor, legal=legal
    )
    close_tasks(steps.SUBJECT, evaluation.pk, outcome="rectified", actor=actor, legal=legal)
    title = _("%(project)s: the rectification is accepted") % {"project": evaluation.project.name}
    steps.tell_unit(evaluation, title=title, text="", actor=actor, legal=legal)
    facts = {"project": evaluation.project.number}
    steps.trace(Event.RECTIFICATION_ACCEPTED, evaluation, facts=facts, actor=actor)
    return evaluation


@transaction.atomic(durable=True)
def return_rectification(
    evaluation_id: int, *, reason: str, rectify_by: date, actor: Actor, legal: LegalContext
) -> Evaluation:
    """The bureau is not content; the unit goes on until another day."""
    evaluation = access_as_organizer(evaluation_id, actor=actor)
    require_role(actor, Role.DATA_ADMINISTRATION)
    _require_reported(evaluation)
    words = _words(reason)
    if rectify_by <= legal.today:
        raise BadInput("past", code="bad_rectification_day", today=legal.today.isoformat())
    evaluation.rectify_by, evaluation.rectification_on = rectify_by, None
    evaluation.save(update_fields=["rectify_by", "rectification_on"])
    close_tasks(steps.SUBJECT, evaluation.pk, outcome="returned", actor=actor, legal=legal)
    steps.ask_unit(evaluation, steps.RECTIFY, rectify_by, actor=actor, legal=legal)
    title = _("%(project)s: the rectification is returned") % {"project": evaluation.project.name}
    steps.tell_unit(evaluation, title=title, text=words, actor=actor, legal=legal)
    facts = {"reason": words, "rectify_by": rectify_by.isoformat()}
    steps.trace(Event.RECTIFICATION_RETURNED, evaluation, facts=facts, actor=actor)
    return evaluation


def _require_failed(evaluation: Evaluation) -> None:
    if evaluation.state != Evaluation.State.FAILED:
        raise Conflict("not failed", code="evaluation_moved_on", state=evaluation.state)


def _require_reported(evaluation: Evaluation) -> None:
    _require_failed(evaluation)
    if evaluation.rectification_on is None:
        raise Conflict("nothing reported", code="rectification_not_reported")


def _words(text: str) -> str:
    if not text.strip() or len(text) > _LONGEST:
        raise BadInput("no words", code="evaluation_text_missing", most=_LONGEST)
    return text.strip()
