"""Writes on data elements: a department proposes, the bureau decides, changes and retires."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.guide import DATA_TYPES
from shuyuan.catalog.rules import SubjectKind
from shuyuan.elements import inbox, selectors
from shuyuan.elements.events import Event
from shuyuan.elements.matching import bare
from shuyuan.elements.models import CodeTable, DataElement
from shuyuan.elements.rules import ONE_STANDARD, judge_retirement
from shuyuan.elements.states import ElementState
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.organizations.models import Department
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext

_LONGEST = 4000


@dataclass(frozen=True)
class ElementContent:
    """What is stated about an element; `code_table` and `usual_source` are codes, '' for none."""

    name: str
    definition: str
    data_type: str
    length: int | None = None
    scale: int = 0
    about: str = SubjectKind.OTHER.value
    identifies: bool = False
    personal: bool = False
    aliases: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    name_en: str = ""
    code_table: str = ""
    usual_source: str = ""


@transaction.atomic(durable=True)
def propose_element(content: ElementContent, *, actor: Actor, legal: LegalContext) -> DataElement:
    """A new element: proposed by a department for the bureau to decide, in force at once from the bureau."""
    selectors.require_department_post(actor)
    element = DataElement(
        code=_next_code(),
        proposed_at=legal.now,
        proposed_by=access_department(actor.department),
    )
    if actor.is_administration:
        element.state = ElementState.IN_FORCE
        element.decided_at = legal.now
    _write(element, content)
    if not actor.is_administration:
        inbox.open_decide_task(element, actor=actor, legal=legal)
    event = Event.ELEMENT_ACCEPTED if actor.is_administration else Event.ELEMENT_PROPOSED
    _trace(event, element, {"name": element.name}, actor)
    return element


@transaction.atomic(durable=True)
def decide_element(
    code: str, *, accept: bool, opinion: str = "", actor: Actor, legal: LegalContext
) -> DataElement:
    """Take a proposal into force, or refuse it with a reason."""
    element = selectors.access_element_as_administration(code, actor=actor)
    if element.state != ElementState.PROPOSED:
        raise Conflict(code="element_not_proposed", element=code)
    if not accept and not opinion.strip():
        raise BadInput("say why it is refused", code="opinion_missing")
    element.state = ElementState.IN_FORCE if accept else ElementState.REFUSED
    element.decided_at, element.opinion = legal.now, opinion.strip()
    element.revision += 1
    element.save()
    outcome = "accepted" if accept else "refused"
    inbox.close_element_tasks(element, outcome=outcome, actor=actor, legal=legal)
    event = Event.ELEMENT_ACCEPTED if accept else Event.ELEMENT_REFUSED
    _trace(event, element, {"opinion": element.opinion}, actor)
    return element


@transaction.atomic(durable=True)
def change_element(code: str, content: ElementContent, *, revision: int, actor: Actor) -> DataElement:
    """Write what is stated about an element. While items hold it, its type and key stay as they are."""
    element = selectors.access_element_as_administration(code, actor=actor)
    if element.revision != revision:
        raise Conflict(code="changed_meanwhile", revision=element.revision)
    fixed = ("data_type", "length", "about", "identifies")
    changed = [name for name in fixed if getattr(element, name) != getattr(content, name)]
    if changed and element.bindings.exists():
        raise BadInput("items hold it", code="element_fixed", fields=changed)
    element.revision += 1
    _write(element, content)
    _trace(Event.ELEMENT_CHANGED, element, {"fields": sorted(asdict(content))}, actor)
    return element


@transaction.atomic(durable=True)
def retire_element(code: str, *, reason: str, actor: Actor, legal: LegalContext) -> DataElement:
    """Take an element out of use; RuleRefused while items hold it. Nothing is deleted."""
    element = selectors.access_element_as_administration(code, actor=actor)
    if element.state != ElementState.IN_FORCE:
        raise Conflict(code="element_not_in_force", element=code)
    if not reason.strip():
        raise BadInput("say why it goes", code="opinion_missing")
    verdict = judge_retirement(element.bindings.count())
    if not verdict.allowed:
        raise RuleRefused(verdict)
    element.state = ElementState.RETIRED
    element.decided_at, element.opinion = legal.now, reason.strip()
    element.revision += 1
    element.save()
    element.proposals.all().delete()
    inbox.close_element_tasks(element, outcome="retired", actor=actor, legal=legal)
    _trace(Event.ELEMENT_RETIRED, element, {"reason": element.opinion}, actor)
    return element


def _write(element: DataElement, content: ElementContent) -> None:
    """Put the content in and save; BadInput for what is never right, Conflict for a name that is taken."""
    faults = _faults(content)
    if faults:
        raise BadInput("malformed element", code="bad_element", fields=faults)
    for name, value in asdict(content).items():
        if name not in {"code_table", "usual_source", "aliases", "columns"}:
            setattr(element, name, value)
    element.aliases, element.columns = list(content.aliases), list(content.columns)
    element.code_table = CodeTable.objects.filter(code=content.code_table).first()
    element.usual_source = Department.objects.filter(code=content.usual_source).first()
    element.refresh_search_text()
    try:
        with transaction.atomic():
            element.save()
    except IntegrityError as error:
        raise Conflict(code="element_exists", name=element.name) from error


def _faults(content: ElementContent) -> dict[str, str]:
    faults = {name: "required" for name in ("name", "definition") if not getattr(content, name).strip()}
    if content.name.strip() and not bare(content.name):
        faults["name"] = "malformed"
    if content.data_type not in DATA_TYPES:
        faults["data_type"] = "unknown_choice"
    if content.about not in set(SubjectKind):
        faults["about"] = "unknown_choice"
    if content.length is not None and not 1 <= content.length <= _LONGEST:
        faults["length"] = "out_of_range"
    if content.code_table and not CodeTable.objects.filter(code=content.code_table).exists():
        faults["code_table"] = "unknown_choice"
    return faults


def _next_code() -> str:
    """The number after the highest one; the unique constraint decides between two at once."""
    last = DataElement.objects.order_by("-code").values_list("code", flat=True).first() or "DE00000"
    return f"DE{int(last[2:]) + 1:05d}"


def _trace(event: Event, element: DataElement, facts: dict[str, Any], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=inbox.ELEMENT,
        subject_id=element.code,
        cites=ONE_STANDARD,
        facts=facts,
    )
