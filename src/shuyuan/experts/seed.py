"""An invented pool, and whole reviews in one call: for the demonstration city and for simulations."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from shuyuan.experts.models import Case, Expert, Review, Seat
from shuyuan.experts.rules import Outcome
from shuyuan.experts.selectors import panel_rules, review_aspects, seats_of
from shuyuan.experts.services import (
    ExpertDraft,
    ProjectToReview,
    SheetDraft,
    answer_seat,
    call_review,
    conclude_case,
    import_experts,
    name_chair,
    start_review,
    write_sheet,
)
from shuyuan.kernel.actor import Actor
from shuyuan.organizations.selectors import as_actor
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext

FIELDS = ("软件工程", "数据资源", "网络与安全", "云与基础设施", "预算与绩效", "业务管理")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
_NAMES = ("知远", "明哲", "书言", "若水", "景行", "怀瑾", "思齐", "博文", "清源", "致和")
_EMPLOYERS = (
    "虚拟大学",
    "虚拟理工学院",
    "虚拟软件测评中心",
    "虚拟信息工程研究院",
    "虚拟造价咨询公司",
    "虚拟网络安全中心",
)
_TITLES = ("教授", "副教授", "高级工程师", "正高级工程师", "高级会计师")
_GOOD, _BAD = 78, 48
_SPREAD = 13


def seed(*, actor: Actor, legal: LegalContext, experts: int = 60) -> int:
    """So many invented experts in six fields, the same every time; gives how many are new."""
    drafts = []
    for number in range(experts):
        name = _SURNAMES[number % len(_SURNAMES)] + _NAMES[(number * 7 + number // 30) % len(_NAMES)]
        first, second = FIELDS[number % len(FIELDS)], FIELDS[(number // 6 + 2) % len(FIELDS)]
        drafts.append(
            ExpertDraft(
                name=name,
                employer=_EMPLOYERS[(number // 2) % len(_EMPLOYERS)],
                fields=(first,) if first == second or number % 3 else (first, second),
                title=_TITLES[number % len(_TITLES)],
                related_companies=("虚拟系统集成公司",) if number % 11 == 0 else (),
            )
        )
    return import_experts(drafts, actor=actor, legal=legal)


def run_review(
    projects: Sequence[Project],
    *,
    outcomes: Mapping[int, Outcome] | None = None,
    companies: tuple[str, ...] = (),
    same_panel_as: int | None = None,
    held_on: date | None = None,
    lot: str = "demonstration",
    actor: Actor,
    legal: LegalContext,
) -> Review:
    """A whole review of these projects in a row, from the draw to the chair's conclusions, by the bureau.

    `outcomes` says by project what the panel concludes (passing without it). Experts with a sign-in act
    themselves, for others the bureau writes down what came on paper.
    """
    day = held_on or legal.today
    least = panel_rules().least_experts
    review = call_review(
        projects=[ProjectToReview(project.pk, companies) for project in projects],
        quotas=None if same_panel_as else _quotas(least),
        same_panel_as=same_panel_as,
        held_on=day,
        due_on=day,
        seed=f"{lot}/{projects[0].number}",
        actor=actor,
        legal=legal,
    )
    for seat in seats_of(review):
        answer_seat(seat.pk, accepts=True, actor=_hand_of(seat, actor), legal=legal)
    seats = list(seats_of(review))
    if not any(seat.is_chair for seat in seats):
        name_chair(seats[0].pk, actor=actor, legal=legal)
    start_review(review.pk, actor=actor, legal=legal)
    cases = list(review.cases.select_related("project").order_by("pk"))
    for case in cases:
        outcome = (outcomes or {}).get(case.project_id, Outcome.PASS)
        for seat in seats:
            draft = _sheet(case, seat, outcome, legal)
            by = _hand_of(seat, actor)
            write_sheet(case.pk, draft, hand_in=True, seat_id=seat.pk, actor=by, legal=legal)
    chair = seats_of(review)[0]
    for case in cases:
        outcome = (outcomes or {}).get(case.project_id, Outcome.PASS)
        conclude_case(
            case.pk, outcome=outcome, opinion=_OPINIONS[outcome], actor=_hand_of(chair, actor), legal=legal
        )
    review.refresh_from_db()
    return review


_OPINIONS = {
    Outcome.PASS: "建设内容清楚，共享安排明确，预算依据充分，同意通过。",
    Outcome.PASS_WITH_CHANGES: "同意通过。请补充数据共享清单中的更新周期，并细化软件开发费用的测算依据。",
    Outcome.FAIL: "与已建系统功能重叠较多，资源共享方案不完整，预算测算依据不足，建议重新论证。",
}


def _hand_of(seat: Seat, actor: Actor) -> Actor:
    return as_actor(seat.expert.post) if seat.expert.post else actor


def _quotas(least: int) -> dict[str, int]:
    """The fields in turn until the panel is full."""
    available = {
        name: Expert.objects.filter(fields__name=name, state=Expert.State.ACTIVE).count() for name in FIELDS
    }
    names = [name for name in FIELDS if available[name]]
    quotas = dict.fromkeys(names, 0)
    for number in range(least if names else 0):
        quotas[names[number % len(names)]] += 1
    return quotas


def _sheet(case: Case, seat: Seat, outcome: Outcome, legal: LegalContext) -> SheetDraft:
    """Scores around what the outcome asks for, the same every time."""
    middle = _BAD if outcome is Outcome.FAIL else _GOOD
    digest = sha256(f"{case.project_id}/{seat.expert.number}".encode()).digest()
    scores: dict[str, int | None] = {
        aspect: middle + digest[place] % _SPREAD for place, aspect in enumerate(review_aspects(legal))
    }
    return SheetDraft(scores, opinion=_OPINIONS[outcome], suggests=outcome.value)
