"""The bureau keeps the pool: adds, changes, suspends, takes in a list, sets what holds for all panels."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.experts.events import Event
from shuyuan.experts.models import Expert, Field, PanelRules
from shuyuan.experts.selectors import access_expert, require_bureau
from shuyuan.experts.steps import CITES, EXPERT
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.organizations.models import Department, Post
from shuyuan.papers.steps import next_number
from shuyuan.regulations.context import LegalContext

_MOST_FIELDS, _LONGEST_FIELD = 10, 40
_MOST_EXPERTS, _MOST_DAYS = 99, 60


@dataclass(frozen=True)
class ExpertDraft:
    """An expert as the bureau writes him down; departments by code, the sign-in by the number of its post."""

    name: str
    employer: str
    fields: tuple[str, ...]
    title: str = ""
    phone: str = ""
    department: str = ""
    related_departments: tuple[str, ...] = ()
    related_companies: tuple[str, ...] = ()
    post: int | None = None


@transaction.atomic(durable=True)
def add_expert(draft: ExpertDraft, *, actor: Actor, legal: LegalContext) -> Expert:
    """Take somebody into the pool; BadInput for what is missing, Conflict `expert_known` the second time."""
    require_bureau(actor)
    expert = _add(draft, actor=actor, legal=legal)
    _trace(Event.EXPERT_ADDED, expert, {"name": expert.name, "employer": expert.employer}, actor)
    return expert


@transaction.atomic(durable=True)
def import_experts(drafts: Iterable[ExpertDraft], *, actor: Actor, legal: LegalContext) -> int:
    """Take a whole list into the pool; who is there already (name and employer) is passed over."""
    require_bureau(actor)
    known = set(Expert.objects.values_list("name", "employer"))
    added = [
        _add(draft, actor=actor, legal=legal) for draft in drafts if (draft.name, draft.employer) not in known
    ]
    facts = {"experts": [expert.number for expert in added]}
    record(Event.EXPERTS_IMPORTED, actor=actor, subject_kind=EXPERT, subject_id="", cites=CITES, facts=facts)
    return len(added)


@transaction.atomic(durable=True)
def change_expert(expert_id: int, draft: ExpertDraft, *, actor: Actor, legal: LegalContext) -> Expert:  # noqa: ARG001
    """Write down what has changed; panels that were drawn before stay as they are."""
    expert = access_expert(expert_id, actor=actor, lock=True)
    _fill(expert, draft)
    expert.save()
    _relate(expert, draft)
    _trace(Event.EXPERT_CHANGED, expert, {"name": expert.name, "employer": expert.employer}, actor)
    return expert


@transaction.atomic(durable=True)
def suspend_expert(expert_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Expert:  # noqa: ARG001
    """Take an expert out of further draws, with a reason."""
    expert = access_expert(expert_id, actor=actor, lock=True)
    if not reason.strip():
        raise BadInput("say why", code="expert_reason_missing")
    if expert.state == Expert.State.SUSPENDED:
        raise Conflict(code="review_moved_on")
    expert.state, expert.reason = Expert.State.SUSPENDED, reason.strip()[:500]
    expert.save(update_fields=["state", "reason"])
    _trace(Event.EXPERT_SUSPENDED, expert, {"reason": expert.reason}, actor)
    return expert


@transaction.atomic(durable=True)
def resume_expert(expert_id: int, *, actor: Actor, legal: LegalContext) -> Expert:  # noqa: ARG001
    """Let an expert be drawn again."""
    expert = access_expert(expert_id, actor=actor, lock=True)
    if expert.state == Expert.State.ACTIVE:
        raise Conflict(code="review_moved_on")
    expert.state, expert.reason = Expert.State.ACTIVE, ""
    expert.save(update_fields=["state", "reason"])
    _trace(Event.EXPERT_RESUMED, expert, {}, actor)
    return expert


@transaction.atomic(durable=True)
def set_panel_rules(
    *,
    least_experts: int,
    scoring_days: int,
    pass_score: int,
    actor: Actor,
    legal: LegalContext,  # noqa: ARG001
) -> PanelRules:
    """Set what holds for all later panels; reviews that were called before keep theirs."""
    require_bureau(actor)
    odd = least_experts % 2 == 1 and 1 <= least_experts <= _MOST_EXPERTS
    if not odd or not 1 <= scoring_days <= _MOST_DAYS or not 0 <= pass_score <= 100:  # noqa: PLR2004 per cent
        raise BadInput("not possible", code="bad_panel_rules", most=_MOST_EXPERTS, days=_MOST_DAYS)
    rules, _ = PanelRules.objects.select_for_update().get_or_create(pk=1)
    rules.least_experts, rules.scoring_days, rules.pass_score = least_experts, scoring_days, pass_score
    rules.save()
    facts = {"least_experts": least_experts, "scoring_days": scoring_days, "pass_score": pass_score}
    record(
        Event.SETTINGS_CHANGED,
        actor=actor,
        subject_kind="experts.panel_rules",
        subject_id=1,
        cites=CITES,
        facts=facts,
    )
    return rules


def _add(draft: ExpertDraft, *, actor: Actor, legal: LegalContext) -> Expert:
    expert = Expert(added_at=legal.now)
    _fill(expert, draft)
    if Expert.objects.filter(name=expert.name, employer=expert.employer).exists():
        raise Conflict("already in the pool", code="expert_known", name=expert.name)
    expert.number = next_number("expert", year=legal.today.year, actor=actor, legal=legal)
    expert.save()
    _relate(expert, draft)
    return expert


def _fill(expert: Expert, draft: ExpertDraft) -> None:
    missing = [name for name in ("name", "employer") if not getattr(draft, name).strip()]
    fields = _fields(draft)
    if missing or not fields:
        raise BadInput("incomplete", code="expert_incomplete", missing=missing or ["fields"])
    expert.name, expert.employer = draft.name.strip()[:40], draft.employer.strip()[:120]
    expert.title, expert.phone = draft.title.strip()[:60], draft.phone.strip()[:20]
    expert.department = _departments([draft.department])[0] if draft.department else None
    expert.related_companies = list(dict.fromkeys(filter(None, map(str.strip, draft.related_companies))))
    expert.post = _post(draft.post, expert) if draft.post else None


def _relate(expert: Expert, draft: ExpertDraft) -> None:
    expert.fields.set([Field.objects.get_or_create(name=name)[0] for name in _fields(draft)])
    expert.related_departments.set(_departments(draft.related_departments))


def _fields(draft: ExpertDraft) -> list[str]:
    names = list(dict.fromkeys(name.strip()[:_LONGEST_FIELD] for name in draft.fields if name.strip()))
    return names[:_MOST_FIELDS]


def _departments(codes: Iterable[str]) -> list[Department]:
    wanted = list(codes)
    found = list(Department.objects.filter(code__in=wanted))
    if len(found) != len(set(wanted)):
        unknown = sorted(set(wanted) - {one.code for one in found})
        raise BadInput("no such department", code="expert_department_unknown", departments=unknown)
    return found


def _post(post_id: int, expert: Expert) -> Post:
    posts = Post.objects.filter(pk=post_id, role=Role.EXPERT.value, ended_on__isnull=True)
    post = posts.select_related("person").first()
    if post is None or Expert.objects.filter(post=post).exclude(pk=expert.pk).exists():
        raise BadInput("not a free sign-in of an expert", code="expert_post_unknown")
    return post


def _trace(event: Event, expert: Expert, facts: dict[str, object], actor: Actor) -> None:
    record(event, actor=actor, subject_kind=EXPERT, subject_id=expert.number, cites=CITES, facts=facts)
