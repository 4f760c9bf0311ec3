"""Draw, answers, blind scores and conclusions through the services, bad input first."""

from datetime import timedelta

import pytest

from shuyuan.audit.models import Entry
from shuyuan.casework.models import Task
from shuyuan.experts.models import Case, Expert, Review, Seat, Sheet
from shuyuan.experts.rules import Outcome, draw_order
from shuyuan.experts.seed import run_review, seed
from shuyuan.experts.selectors import (
    access_review,
    access_seat_to_read,
    list_reviews,
    list_waiting_projects,
    visible_sheets,
)
from shuyuan.experts.services import SheetDraft
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.selectors import list_projects

ASPECTS = ("necessity", "needs", "construction_plan", "sharing_plan", "budget", "performance_targets")
FULL = SheetDraft(dict.fromkeys(ASPECTS, 80), opinion="同意建设。")


def codes(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


def hand_in_all(services, review, pool, legal, draft=FULL):
    case = review.cases.get()
    for seat in review.seats.filter(state=Seat.State.CONFIRMED).order_by("rank"):
        services.write_sheet(case.pk, draft, hand_in=True, actor=pool[seat.expert.number], legal=legal)
    return case


@pytest.mark.parametrize(
    ("quota", "expected"),
    [(4, {"panel_too_small", "panel_even"}), (3, {"panel_too_small"}), (6, {"panel_even"})],
)
def test_a_panel_that_is_too_small_or_even_is_not_drawn(call, quota, expected):
    with pytest.raises(RuleRefused) as refused:
        call(quotas={"软件工程": quota})
    assert codes(refused) == expected
    assert not Review.objects.exists()


def test_more_experts_than_the_pool_has_cannot_be_drawn(call):
    with pytest.raises(Conflict) as refused:
        call(quotas={"软件工程": 9})
    assert refused.value.code == "pool_too_small"
    assert refused.value.facts["available"] == 7


def test_only_the_bureau_calls_a_review(call, officer, finance):
    for actor in (officer, finance):
        with pytest.raises(NotPermitted):
            call(actor=actor)


def test_a_day_in_the_past_is_refused(call, legal):
    with pytest.raises(BadInput) as refused:
        call(held_on=legal.today - timedelta(1))
    assert refused.value.code == "bad_review_day"


def test_a_project_that_does_not_wait_is_not_reviewed(call, services, factories, legal):
    planned = factories.make_project(legal=legal, stage=Stage.PLANNED)
    with pytest.raises(Conflict) as refused:
        call(projects=[services.ProjectToReview(planned.pk)])
    assert refused.value.code == "project_not_waiting"


def test_a_project_lies_before_one_panel_at_a_time(call):
    call()
    with pytest.raises(Conflict) as refused:
        call()
    assert refused.value.code == "project_not_waiting"


def test_the_draw_follows_from_its_seed_alone(call, services, bureau, legal, pool):
    first = call()
    drawn = list(first.seats.order_by("rank").values_list("expert__number", flat=True))
    assert drawn == draw_order(pool, "lot")[:5]
    services.cancel_review(first.pk, reason="另行安排", actor=bureau, legal=legal)
    again = call()
    assert list(again.seats.order_by("rank").values_list("expert__number", flat=True)) == drawn
    assert Entry.objects.filter(event="experts:review:begun").count() == 2


def test_whoever_is_not_independent_is_passed_over_with_the_reason(
    call, services, organizations, project, bureau, legal, unit
):
    tied = {
        "unit": services.ExpertDraft("甲", "某单位", ("软件工程",), department=unit.code),
        "company": services.ExpertDraft("乙", "虚拟 咨询公司", ("软件工程",)),
        "declared": services.ExpertDraft("丙", "虚拟所", ("软件工程",), related_departments=(unit.code,)),
    }
    numbers = {
        name: services.add_expert(draft, actor=bureau, legal=legal).number for name, draft in tied.items()
    }
    review = call(projects=[services.ProjectToReview(project.pk, ("虚拟咨询公司",))], quotas={"软件工程": 7})
    found = {one.expert.number: {r["code"] for r in one.reasons} for one in review.exclusions.all()}
    expected = {
        numbers["unit"]: {"expert_works_for_unit"},
        numbers["company"]: {"expert_of_company"},
        numbers["declared"]: {"expert_declared_relation"},
    }
    assert found.items() <= expected.items()
    assert not set(review.seats.values_list("expert__number", flat=True)) & set(expected)


def test_whoever_declines_is_replaced_by_the_next_of_the_lot(call, services, pool, legal):
    review = call()
    seat = review.seats.order_by("rank").first()
    with pytest.raises(BadInput):
        services.answer_seat(seat.pk, accepts=False, actor=pool[seat.expert.number], legal=legal)
    following = services.answer_seat(
        seat.pk, accepts=False, reason="当日出差", actor=pool[seat.expert.number], legal=legal
    )
    assert following.expert.number == draw_order(pool, "lot")[5]
    assert following.replaces_id == seat.pk
    assert Task.objects.filter(kind="experts:seat:answer", done_at__isnull=True).count() == 5


def test_nobody_answers_for_another_expert(call, services, pool, legal):
    review = call()
    seats = list(review.seats.order_by("rank"))
    with pytest.raises(NotFound):
        services.answer_seat(seats[0].pk, accepts=True, actor=pool[seats[1].expert.number], legal=legal)


def test_sheets_open_only_for_a_panel_that_is_complete(call, services, bureau, legal):
    review = call()
    with pytest.raises(RuleRefused) as refused:
        services.start_review(review.pk, actor=bureau, legal=legal)
    assert codes(refused) == {"experts_not_answered", "panel_without_chair"}


@pytest.mark.parametrize("score", [-1, 101, True, "80", 3.5])
def test_an_impossible_score_is_refused(services, scoring, pool, legal, score):
    seat = scoring.seats.order_by("rank").first()
    draft = SheetDraft({"necessity": score}, opinion="意见")
    with pytest.raises(BadInput) as refused:
        services.write_sheet(scoring.cases.get().pk, draft, actor=pool[seat.expert.number], legal=legal)
    assert refused.value.code == "bad_score"


def test_an_incomplete_sheet_is_kept_but_not_handed_in(services, scoring, pool, legal):
    actor = pool[scoring.seats.order_by("rank").first().expert.number]
    case, half = scoring.cases.get(), SheetDraft({"necessity": 80})
    services.write_sheet(case.pk, half, actor=actor, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.write_sheet(case.pk, half, hand_in=True, actor=actor, legal=legal)
    assert codes(refused) == {"review_aspects_missing", "expert_opinion_missing"}
    assert Sheet.objects.get().handed_in_at is None


def test_a_sheet_that_was_handed_in_stays_as_it_is(services, scoring, pool, legal):
    actor = pool[scoring.seats.order_by("rank").first().expert.number]
    case = scoring.cases.get()
    services.write_sheet(case.pk, FULL, hand_in=True, actor=actor, legal=legal)
    with pytest.raises(Conflict) as refused:
        services.write_sheet(case.pk, SheetDraft({"budget": 1}), actor=actor, legal=legal)
    assert refused.value.code == "sheet_handed_in"


def test_the_bureau_writes_no_sheet_of_an_expert_with_a_sign_in(services, scoring, bureau, legal):
    seat = scoring.seats.order_by("rank").first()
    with pytest.raises(NotPermitted) as refused:
        services.write_sheet(scoring.cases.get().pk, FULL, seat_id=seat.pk, actor=bureau, legal=legal)
    assert refused.value.code == "sheet_of_others"


def test_until_the_last_sheet_is_in_everybody_sees_only_the_own(services, scoring, pool, bureau, legal):
    case = scoring.cases.get()
    seats = list(scoring.seats.order_by("rank"))
    actors = [pool[seat.expert.number] for seat in seats]
    for actor in actors[:4]:
        services.write_sheet(case.pk, FULL, hand_in=True, actor=actor, legal=legal)
    case = Case.objects.select_related("review").get(pk=case.pk)
    assert [sheet.seat_id for sheet in visible_sheets(case, actor=actors[0])] == [seats[0].pk]
    assert visible_sheets(case, actor=actors[4]) == []
    assert visible_sheets(case, actor=bureau) == []
    services.write_sheet(case.pk, FULL, hand_in=True, actor=actors[4], legal=legal)
    case = Case.objects.select_related("review").get(pk=case.pk)
    assert len(visible_sheets(case, actor=actors[0])) == len(visible_sheets(case, actor=bureau)) == 5
    assert case.review.state == Review.State.SCORED


def test_the_trail_holds_no_score_before_all_are_in(services, scoring, pool, legal):
    actor = pool[scoring.seats.order_by("rank").first().expert.number]
    draft = SheetDraft(dict.fromkeys(ASPECTS, 37), opinion="不可泄露的意见")
    services.write_sheet(scoring.cases.get().pk, draft, hand_in=True, actor=actor, legal=legal)
    facts = Entry.objects.filter(event="experts:sheet:submitted").latest("pk").facts
    assert set(facts) == {"project", "expert", "sheet", "on_paper"}
    assert len(facts["sheet"]) == 64


def test_nobody_but_the_chair_concludes_and_not_before_the_last_sheet(
    services, scoring, pool, bureau, legal, project
):
    seats = list(scoring.seats.order_by("rank"))
    chair, other = pool[seats[0].expert.number], pool[seats[1].expert.number]
    case = scoring.cases.get()
    with pytest.raises(RuleRefused) as refused:
        services.conclude_case(case.pk, outcome=Outcome.PASS, actor=chair, legal=legal)
    assert codes(refused) == {"sheets_missing"}
    hand_in_all(services, scoring, pool, legal)
    for actor in (other, bureau):
        with pytest.raises(NotPermitted) as denied:
            services.conclude_case(case.pk, outcome=Outcome.PASS, actor=actor, legal=legal)
        assert denied.value.code == "only_the_chair"
    with pytest.raises(RuleRefused) as refused:
        services.conclude_case(case.pk, outcome=Outcome.FAIL, actor=chair, legal=legal)
    assert codes(refused) == {"conclusion_without_words"}
    done = services.conclude_case(
        case.pk, outcome=Outcome.PASS_WITH_CHANGES, opinion="细化预算。", actor=chair, legal=legal
    )
    entry = JournalEntry.objects.get(kind=Kind.EXPERTS_CONCLUDED.value)
    assert entry.data["passed"] is True
    assert entry.data["aspects"] == list(ASPECTS)
    assert (entry.data["session"], entry.data["score"]) == (scoring.number, 80.0)
    project.refresh_from_db()
    assert project.known.expert_submission == 1
    assert done.review.state == Review.State.CONCLUDED
    assert not Task.objects.filter(done_at__isnull=True, subject_kind__startswith="experts.").exists()


def test_whoever_handed_the_project_in_does_not_conclude_on_it(services, scoring, pool, legal, project):
    hand_in_all(services, scoring, pool, legal)
    chair = pool[scoring.seats.get(is_chair=True).expert.number]
    project.facts["handed_in_by"] = chair.person_id
    project.save(update_fields=["facts"])
    with pytest.raises(RuleRefused) as refused:
        services.conclude_case(scoring.cases.get().pk, outcome=Outcome.PASS, actor=chair, legal=legal)
    assert "decides_own_project" in codes(refused)


def test_an_expert_reads_the_projects_of_the_own_panel_only_while_it_works(
    services, scoring, pool, legal, project, factories
):
    other = factories.make_project(legal=legal, stage=Stage.SUBMITTED, submission=1)
    on_panel = pool[scoring.seats.get(is_chair=True).expert.number]
    seated = set(scoring.seats.values_list("expert__number", flat=True))
    stranger = next(actor for number, actor in pool.items() if number not in seated)
    assert set(list_projects(on_panel)) == {project}
    assert other not in list_projects(on_panel)
    assert not list_projects(stranger).exists()
    assert not list_reviews(stranger).exists()
    with pytest.raises(NotFound):
        access_review(scoring.pk, actor=stranger)
    hand_in_all(services, scoring, pool, legal)
    services.conclude_case(scoring.cases.get().pk, outcome=Outcome.PASS, actor=on_panel, legal=legal)
    assert not list_projects(on_panel).exists()
    assert list_reviews(on_panel).exists()


def test_whoever_declined_has_no_door_any_more(call, services, pool, legal, project):
    review = call()
    seat = review.seats.order_by("rank").first()
    actor = pool[seat.expert.number]
    services.answer_seat(seat.pk, accepts=False, reason="利害关系", actor=actor, legal=legal)
    assert not list_projects(actor).exists()
    with pytest.raises(NotFound):
        access_review(review.pk, actor=actor)
    with pytest.raises(NotFound):
        access_seat_to_read(seat.pk, actor=actor)


def test_who_does_not_score_is_released_and_the_next_one_scores(services, scoring, pool, bureau, legal):
    seats = list(scoring.seats.order_by("rank"))
    case = scoring.cases.get()
    for seat in seats[:4]:
        services.write_sheet(case.pk, FULL, hand_in=True, actor=pool[seat.expert.number], legal=legal)
    with pytest.raises(Conflict):
        services.answer_seat(seats[0].pk, accepts=False, reason="换人", actor=bureau, legal=legal)
    with pytest.raises(Conflict):
        services.answer_seat(
            seats[4].pk, accepts=False, reason="不想评", actor=pool[seats[4].expert.number], legal=legal
        )
    new = services.answer_seat(seats[4].pk, accepts=False, reason="逾期未评", actor=bureau, legal=legal)
    assert Review.objects.get().state == Review.State.SCORING
    actor = pool[new.expert.number]
    services.answer_seat(new.pk, accepts=True, actor=actor, legal=legal)
    services.write_sheet(case.pk, FULL, hand_in=True, actor=actor, legal=legal)
    assert Review.objects.get().state == Review.State.SCORED


def test_after_new_documents_the_same_panel_looks_again(
    services, scoring, pool, bureau, legal, project, call
):
    chair = pool[scoring.seats.get(is_chair=True).expert.number]
    case = hand_in_all(services, scoring, pool, legal)
    services.conclude_case(case.pk, outcome=Outcome.FAIL, opinion="重新论证", actor=chair, legal=legal)
    assert not list_waiting_projects().exists()
    with pytest.raises(Conflict):
        call(quotas=None, same_panel_as=scoring.pk)
    project.refresh_from_db()
    project.facts["submission"] = 2
    project.save(update_fields=["facts"])
    assert list(list_waiting_projects()) == [project]
    again = call(quotas=None, same_panel_as=scoring.pk)
    assert set(again.seats.values_list("expert", flat=True)) == set(
        scoring.seats.values_list("expert", flat=True)
    )
    assert again.seats.get(is_chair=True).expert_id == scoring.seats.get(is_chair=True).expert_id
    assert again.cases.get().submission == 2


def test_a_whole_review_runs_in_one_call_and_ends_in_minutes(services, bureau, legal, factories):
    assert seed(actor=bureau, legal=legal, experts=60) == 60
    assert seed(actor=bureau, legal=legal, experts=60) == 0
    projects = [
        factories.make_project(f"unit-{n}", legal=legal, stage=Stage.SUBMITTED, submission=1)
        for n in range(3)
    ]
    outcomes = {projects[1].pk: Outcome.FAIL, projects[2].pk: Outcome.PASS_WITH_CHANGES}
    review = run_review(projects, outcomes=outcomes, actor=bureau, legal=legal)
    assert review.state == Review.State.CONCLUDED
    found = list(review.cases.order_by("pk").values_list("outcome", flat=True))
    assert found == ["pass", "fail", "pass_with_changes"]
    paper = services.issue_minutes(review.pk, actor=bureau, legal=legal)
    assert paper.number.startswith("焦数评〔2026〕")
    assert paper.recipients.count() == 3
    with pytest.raises(Conflict):
        services.issue_minutes(review.pk, actor=bureau, legal=legal)


def test_a_suspended_expert_is_not_drawn(call, services, bureau, legal, pool):
    expert = Expert.objects.get(number=draw_order(pool, "lot")[0])
    with pytest.raises(BadInput):
        services.suspend_expert(expert.pk, reason=" ", actor=bureau, legal=legal)
    services.suspend_expert(expert.pk, reason="连续缺席", actor=bureau, legal=legal)
    assert expert.pk not in call().seats.values_list("expert", flat=True)


@pytest.mark.parametrize("least", [0, 4, 101])
def test_settings_that_cannot_be_are_refused(services, bureau, legal, least):
    with pytest.raises(BadInput) as refused:
        services.set_panel_rules(
            least_experts=least, scoring_days=5, pass_score=60, actor=bureau, legal=legal
        )
    assert refused.value.code == "bad_panel_rules"


def test_a_review_keeps_the_setting_under_which_it_was_called(call, services, bureau, legal):
    review = call()
    services.set_panel_rules(least_experts=7, scoring_days=5, pass_score=60, actor=bureau, legal=legal)
    assert review.least_experts == 5
    assert Review.objects.get(pk=review.pk).least_experts == 5


def test_the_pool_is_the_bureaus_alone(services, organizations, officer, legal):
    draft = services.ExpertDraft("某人", "某单位", ("软件工程",))
    for actor in (officer, organizations.make_actor(Role.EXPERT, "institute")):
        with pytest.raises(NotPermitted):
            services.add_expert(draft, actor=actor, legal=legal)


def test_a_conclusion_without_words_comes_back_with_what_was_chosen(
    services, scoring, pool, legal, client_of
):
    case = hand_in_all(services, scoring, pool, legal)
    browser = client_of(pool[scoring.seats.get(is_chair=True).expert.number])
    address = f"/projects/experts/cases/{case.pk}/conclude/"
    answer = browser.post(address, {"outcome": "pass_with_changes", "opinion": " "})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "第十条" in shown
    assert 'name="opinion"' in shown
    assert Entry.objects.get(event="audit:step:refused").subject_id == address
    assert not Case.objects.get(pk=case.pk).outcome
    assert browser.post(address, {"outcome": "pass_with_changes", "opinion": "补充依据"}).status_code == 302
    assert Case.objects.get(pk=case.pk).outcome == "pass_with_changes"


def test_the_way_to_a_review_after_changes_offers_the_panel_that_knows_the_project(
    services, scoring, pool, bureau, legal, project, client_of
):
    case = hand_in_all(services, scoring, pool, legal)
    chair = pool[scoring.seats.get(is_chair=True).expert.number]
    services.conclude_case(case.pk, outcome=Outcome.FAIL, opinion="重新论证", actor=chair, legal=legal)
    browser = client_of(bureau)
    option = f'<option value="{scoring.pk}"'
    assert option not in browser.get("/projects/experts/new/").content.decode()
    project.refresh_from_db()
    project.facts["submission"] = 2
    project.save(update_fields=["facts"])
    shown = browser.get(f"/projects/{project.pk}/").content.decode()
    assert f"/projects/experts/new/?project={project.pk}&amp;again={scoring.pk}" in shown
    page = browser.get(f"/projects/experts/new/?project={project.pk}&again={scoring.pk}").content.decode()
    assert f"{option} selected" in page
