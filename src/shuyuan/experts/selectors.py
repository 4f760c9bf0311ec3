"""Reads of the pool and of reviews, and the doors to them."""

from django.db.models import Count, Q, QuerySet

from shuyuan.experts.models import Case, Expert, Field, PanelRules, Review, Seat, Sheet
from shuyuan.experts.rules import PanelFacts, ProjectTies, average, may_see_sheet
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import UNIT, Stage
from shuyuan.regulations.context import LegalContext

BUREAU = frozenset({Role.DATA_ADMINISTRATION})
#: Who comes to the pages of reviews.
READERS = BUREAU | {Role.EXPERT}
#: Reviews that are not over.
OPEN = (Review.State.DRAWN, Review.State.SCORING, Review.State.SCORED)
_COMPANY_KEYS = ("company", "supplier", "contractor")


def panel_rules() -> PanelRules:
    """The bureau's setting; the defaults before it set anything."""
    return PanelRules.objects.order_by("pk").first() or PanelRules()


def list_experts(actor: Actor) -> QuerySet[Expert]:
    """The pool, with its departments; for the bureau alone."""
    if not actor.is_administration:
        return Expert.objects.none()
    return Expert.objects.select_related("department", "post__person").prefetch_related("fields")


def access_expert(expert_id: int, *, actor: Actor, lock: bool = False) -> Expert:
    """The expert for the bureau; NotFound for others."""
    experts = list_experts(actor)
    if lock:
        experts = experts.select_for_update(of=("self",))
    expert = experts.filter(pk=expert_id).first()
    if expert is None:
        raise NotFound(code="unknown_expert")
    return expert


def require_bureau(actor: Actor) -> None:
    """NotPermitted for everybody but the bureau."""
    if not actor.is_administration:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.DATA_ADMINISTRATION)])


def list_reviews(actor: Actor) -> QuerySet[Review]:
    """All reviews for the bureau, for an expert those of the own seat."""
    reviews = Review.objects.annotate(projects=Count("cases", distinct=True))
    if actor.is_administration:
        return reviews
    if actor.role is not Role.EXPERT:
        return reviews.none()
    return reviews.filter(pk__in=_seats_of(actor).values("review"))


def access_review(review_id: int, *, actor: Actor, lock: bool = False) -> Review:
    """The review for the bureau and its panel; NotFound for others."""
    if not list_reviews(actor).filter(pk=review_id).exists():
        raise NotFound(code="unknown_review")
    reviews = Review.objects.select_for_update(of=("self",)) if lock else Review.objects.all()
    return reviews.select_related("paper", "follows").get(pk=review_id)


def access_review_as_bureau(review_id: int, *, actor: Actor, lock: bool = True) -> Review:
    """The review, locked for change, for the bureau; NotPermitted for experts of its panel."""
    review = access_review(review_id, actor=actor, lock=lock)
    require_bureau(actor)
    return review


def access_seat_to_read(seat_id: int, *, actor: Actor) -> Seat:
    """The own seat of an expert, any for the bureau; NotFound for others and for one that was given up."""
    seats = Seat.objects.select_related("review", "expert__post", "field")
    if not actor.is_administration:
        seats = seats.filter(expert__post=actor.post_id or 0)
    seat = seats.filter(pk=seat_id).exclude(state=Seat.State.DECLINED).first()
    if seat is None:
        raise NotFound(code="unknown_seat")
    return seat


def access_seat(seat_id: int, *, actor: Actor) -> Seat:
    """The same with its review locked, for an answer."""
    seat = access_seat_to_read(seat_id, actor=actor)
    seat.review = access_review(seat.review_id, actor=actor, lock=True)
    seat.refresh_from_db(fields=["state", "is_chair"])
    return seat


def access_case(case_id: int, *, actor: Actor, lock: bool = False) -> Case:
    """One project of a review that the actor may see."""
    case = Case.objects.select_related("project__unit").filter(pk=case_id).first()
    if case is None:
        raise NotFound(code="unknown_review")
    case.review = access_review(case.review_id, actor=actor, lock=lock)
    return case


def own_seat(review: Review, *, actor: Actor) -> Seat | None:
    """The seat in which the actor sits on the panel."""
    return seats_of(review).filter(expert__post=actor.post_id or 0).first()


def seats_of(review: Review) -> QuerySet[Seat]:
    """Those who were drawn and did not decline, the chair first."""
    seats = review.seats.exclude(state=Seat.State.DECLINED)
    return seats.select_related("expert__department", "expert__post", "field").order_by("-is_chair", "rank")


def panel_facts(review: Review) -> PanelFacts:
    """What stands between a panel and its beginning."""
    seats = list(seats_of(review))
    return PanelFacts(
        experts=len(seats),
        least=review.least_experts,
        has_chair=any(seat.is_chair for seat in seats),
        unanswered=sum(seat.state == Seat.State.ASKED for seat in seats),
    )


def missing_sheets(review: Review) -> int:
    """How many sheets have still to be handed in."""
    seats = review.seats.filter(state=Seat.State.CONFIRMED).count()
    handed_in = Sheet.objects.filter(
        case__review=review, handed_in_at__isnull=False, seat__state=Seat.State.CONFIRMED
    ).count()
    return seats * review.cases.count() - handed_in


def visible_sheets(case: Case, *, actor: Actor) -> list[Sheet]:
    """The sheets of a project that the actor may read now: blind until all have handed in."""
    seat = own_seat(case.review, actor=actor)
    complete = not missing_sheets(case.review) and case.review.state not in {
        Review.State.DRAWN,
        Review.State.SCORING,
    }
    sheets = case.sheets.exclude(seat__state=Seat.State.DECLINED).select_related("seat__expert__post")
    return [
        sheet
        for sheet in sheets.order_by("-seat__is_chair", "seat__rank")
        if may_see_sheet(
            is_own=seat is not None and sheet.seat_id == seat.pk,
            all_handed_in=complete and sheet.handed_in_at is not None,
            on_panel=seat is not None,
            is_bureau=actor.is_administration,
        )
    ]


def means_of(case: Case, aspects: tuple[str, ...]) -> dict[str, float | None]:
    """The mean of each aspect over all sheets; the caller has asked whether they may be seen."""
    sheets = list(case.sheets.filter(handed_in_at__isnull=False).exclude(seat__state=Seat.State.DECLINED))
    return {aspect: average(sheet.of(aspect) for sheet in sheets) for aspect in aspects}


def review_aspects(legal: LegalContext) -> tuple[str, ...]:
    """What the law has experts speak about."""
    return tuple(legal.law.codes("projects.review_aspects", on=legal.today))


def list_waiting_projects() -> QuerySet[Project]:
    """Projects under review that no panel has concluded on as they stand, and that lie before none."""
    waiting = (
        Project.objects.filter(stage=Stage.SUBMITTED.value)
        .exclude(review_cases__in=Case.objects.filter(review__state__in=OPEN))
        .select_related("unit")
        .order_by("number")
    )
    rounds = waiting.order_by().values_list("pk", "facts__submission", "facts__expert_submission")
    found = [pk for pk, handed_in, concluded in rounds if (concluded or 0) != (handed_in or 0)]
    return Project.objects.filter(pk__in=found).select_related("unit").order_by("number")


def needs_review(project: Project) -> bool:
    """Whether no panel has concluded on the project as it was last handed in."""
    known = project.known
    return known.stage is Stage.SUBMITTED and known.expert_submission != known.submission


def open_case_of(project: Project) -> Case | None:
    """Where the project lies before a panel now."""
    cases = Case.objects.filter(project=project, review__state__in=OPEN)
    return cases.select_related("review").order_by("-pk").first()


def list_cases_of(project: Project) -> QuerySet[Case]:
    """Every review of a project, the latest first."""
    cases = Case.objects.filter(project=project).exclude(review__state=Review.State.CANCELLED)
    return cases.select_related("review").order_by("-pk")


def with_ties(experts: QuerySet[Expert]) -> QuerySet[Expert]:
    """The experts with all that `ties` reads, in a few queries for all of them."""
    return experts.select_related("department", "post__person").prefetch_related(
        "related_departments", "post__person__posts__department"
    )


def ties_of(project: Project, companies: list[str]) -> ProjectTies:
    """Who stands behind a project: its unit, its people in the journal, companies named anywhere."""
    named, people = list(companies), {project.known.drafted_by, project.known.handed_in_by}
    for row in project.journal.values("data", "person_id", "role"):
        named += [str(row["data"][key]) for key in _COMPANY_KEYS if row["data"].get(key)]
        if row["role"] in UNIT:
            people.add(row["person_id"])
    return ProjectTies(
        unit=project.unit.code,
        unit_name=project.unit.name,
        companies=tuple(dict.fromkeys(named)),
        drafted_by=tuple(sorted(people - {0})),
    )


def read_as_expert(actor: Actor) -> Q | None:
    """The projects that an expert may read: those before a panel of the own, as long as it is at work."""
    if actor.role is not Role.EXPERT:
        return None
    reviews = _seats_of(actor).filter(review__state__in=OPEN).values("review")
    return Q(pk__in=Case.objects.filter(review__in=reviews).values("project"))


def list_fields() -> QuerySet[Field]:
    """All fields of expertise with how many experts of each can be drawn."""
    active = Count("experts", filter=Q(experts__state=Expert.State.ACTIVE))
    return Field.objects.annotate(available=active).order_by("name")


def _seats_of(actor: Actor) -> QuerySet[Seat]:
    return Seat.objects.filter(expert__post=actor.post_id or 0).exclude(state=Seat.State.DECLINED)
