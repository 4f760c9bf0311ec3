"""The end of a year: a look that changes nothing, then the same once, and excuses that the bureau decides."""

from dataclasses import replace
from datetime import date

import pytest

from shuyuan.casework.models import Task
from shuyuan.funds.models import StartExcuse, YearEndLine
from shuyuan.funds.services import (
    apply_year_end,
    ask_excuse,
    begin_applying,
    grant_excuse,
    prepare_year_end,
    refuse_excuse,
)
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Stage


@pytest.fixture
def last_day(legal):
    return replace(legal, today=date(2026, 12, 31))


@pytest.fixture
def funded(factories, unit, legal):
    return factories.make_project(unit, legal=legal, stage=Stage.BUDGETED, budgets={"2026": 60_000_000})


@pytest.fixture
def city(factories, unit, legal, funded):
    """One project of every consequence, and three that the end of the year leaves alone."""
    day, make = legal.today, factories.make_project
    begun = {"started_on": date(2026, 5, 6), "budgets": {"2026": 100}}
    return {
        "not_started": funded,
        "acceptance_overdue": make(
            unit, legal=legal, stage=Stage.COMPLETED, completed_on=date(2026, 6, 1), **begun
        ),
        "standby": make(unit, legal=legal, stage=Stage.REVIEWED, reviewed_on=day, plan_year=2026),
        "begun": make(unit, legal=legal, stage=Stage.BUILDING, **begun),
        "in_time": make(unit, legal=legal, stage=Stage.COMPLETED, completed_on=date(2026, 10, 8), **begun),
        "draft": make(unit, legal=legal),
    }


def consequences(run):
    return dict(run.lines.values_list("project_id", "consequence"))


def test_others_do_not_look(officer, commission, legal):
    for actor in (officer, commission):
        with pytest.raises(NotPermitted):
            prepare_year_end(year=2026, actor=actor, legal=legal)


@pytest.mark.parametrize("year", [2024, 2027])
def test_a_year_that_does_not_end_is_refused(bureau, legal, year):
    with pytest.raises(BadInput):
        prepare_year_end(year=year, actor=bureau, legal=legal)


def test_the_dry_run_names_everybody_and_changes_nothing(city, finance, legal):
    before = JournalEntry.objects.count()
    run = prepare_year_end(year=2026, actor=finance, legal=legal)

    found = consequences(run)
    assert found == {city[name].pk: name for name in ("not_started", "acceptance_overdue", "standby")}
    assert dict(run.lines.values_list("consequence", "cites")) == {
        "not_started": "jz-project-2020/19.1.4",
        "acceptance_overdue": "jz-project-2020/21.1",
        "standby": "jz-project-2020/18.1",
    }
    assert JournalEntry.objects.count() == before
    assert not Task.objects.exists()


def test_it_is_not_carried_out_before_the_year_is_over(city, bureau, legal):
    run = prepare_year_end(year=2026, actor=bureau, legal=legal)
    with pytest.raises(Conflict) as refused:
        begin_applying(run.pk, actor=bureau, legal=legal)
    assert refused.value.code == "year_not_over"


def test_an_outdated_look_is_not_carried_out(city, factories, unit, bureau, legal, last_day):
    run = prepare_year_end(year=2026, actor=bureau, legal=last_day)
    factories.make_project(unit, legal=legal, stage=Stage.BUDGETED, budgets={"2026": 100})
    with pytest.raises(Conflict) as refused:
        begin_applying(run.pk, actor=bureau, legal=last_day)
    assert refused.value.code == "year_end_outdated"


def test_finance_looks_and_the_bureau_carries_out_once(city, bureau, finance, last_day):
    run = prepare_year_end(year=2026, actor=finance, legal=last_day)
    with pytest.raises(NotPermitted):
        begin_applying(run.pk, actor=finance, legal=last_day)
    begin_applying(run.pk, actor=bureau, legal=last_day)
    with pytest.raises(Conflict) as refused:
        begin_applying(run.pk, actor=bureau, legal=last_day)
    assert refused.value.code == "year_end_applied"


def test_an_unknown_run_is_not_found(bureau, legal):
    for call in (begin_applying, apply_year_end):
        with pytest.raises(NotFound):
            call(10**6, actor=bureau, legal=legal)


def test_carrying_out_marks_the_library_and_asks_the_units(city, bureau, last_day):
    run = prepare_year_end(year=2026, actor=bureau, legal=last_day)
    counts = apply_year_end(run.pk, actor=bureau, legal=last_day)
    again = apply_year_end(run.pk, actor=bureau, legal=last_day)

    assert counts == again == {"acceptance_overdue": 1, "not_started": 1, "standby": 1}
    city["standby"].refresh_from_db()
    assert city["standby"].known.unfunded_years == (2026,)
    assert JournalEntry.objects.filter(kind="unfunded").count() == 1
    assert Task.objects.filter(kind="funds:project:explain", done_at__isnull=True).count() == 1
    assert set(YearEndLine.objects.values_list("outcome", flat=True)) == {"done"}


@pytest.mark.parametrize(
    ("year", "reason", "code"),
    [(2025, "拆迁", "excuse_without_budget"), (2026, "  ", "excuse_without_reason")],
)
def test_an_excuse_needs_money_and_a_reason(funded, officer, legal, year, reason, code):
    with pytest.raises(RuleRefused) as refused:
        ask_excuse(funded.pk, year=year, reason=reason, actor=officer, legal=legal)
    assert [one.code for one in refused.value.verdict.reasons] == [code]


def test_one_excuse_a_year(funded, officer, legal):
    ask_excuse(funded.pk, year=2026, reason="机房改造推迟", actor=officer, legal=legal)
    with pytest.raises(Conflict):
        ask_excuse(funded.pk, year=2026, reason="再次说明", actor=officer, legal=legal)


def test_an_accepted_excuse_takes_the_project_out_of_the_run(funded, officer, bureau, finance, legal):
    excuse = ask_excuse(funded.pk, year=2026, reason="机房改造推迟", actor=officer, legal=legal)
    with pytest.raises(NotPermitted):
        grant_excuse(excuse.pk, actor=finance, legal=legal)
    assert funded.pk in consequences(prepare_year_end(year=2026, actor=bureau, legal=legal))
    grant_excuse(excuse.pk, opinion="理由充分", actor=bureau, legal=legal)
    assert funded.pk not in consequences(prepare_year_end(year=2026, actor=bureau, legal=legal))
    with pytest.raises(Conflict):
        refuse_excuse(excuse.pk, opinion="x", actor=bureau, legal=legal)


def test_a_refused_excuse_says_why_and_may_be_followed_by_another(funded, officer, bureau, legal):
    excuse = ask_excuse(funded.pk, year=2026, reason="忘了", actor=officer, legal=legal)
    with pytest.raises(BadInput):
        refuse_excuse(excuse.pk, opinion=" ", actor=bureau, legal=legal)
    refuse_excuse(excuse.pk, opinion="理由不充分", actor=bureau, legal=legal)
    ask_excuse(funded.pk, year=2026, reason="机房改造推迟", actor=officer, legal=legal)
    assert StartExcuse.objects.filter(project=funded).count() == 2


def test_the_pages(client_of, organizations, factories, unit, officer, bureau, finance, present):
    year = present.today.year
    project = factories.make_project(unit, legal=present, stage=Stage.BUDGETED, budgets={str(year): 100})
    own, desk, money = client_of(officer), client_of(bureau), client_of(finance)
    assert own.get("/projects/funds/year-end/").status_code == 403
    assert desk.post("/projects/funds/year-end/", {"year": "x"}).status_code == 400
    made = money.post("/projects/funds/year-end/", {"year": year})
    assert made.status_code == 302
    page = money.get(made["Location"])
    assert project.name in page.content.decode()
    ended = present.today >= date(year, 12, 31)
    assert (f"{year}-12-31起方可执行" in page.content.decode()) is not ended
    assert ('data-dialog="carry-out"' in desk.get(made["Location"]).content.decode()) is ended
    exported = money.get(made["Location"] + "?export=csv")
    assert exported.status_code == 200
    b"".join(exported.streaming_content)
    assert money.post(made["Location"] + "apply/").status_code == 403
    assert money.get(made["Location"] + "progress/").status_code == 200
    assert desk.get("/projects/funds/year-end/").status_code == 200

    address = f"/projects/funds/{project.pk}/excuse/"
    assert own.get(address).status_code == 200
    assert own.post(address, {"year": year, "reason": ""}).status_code == 400
    assert own.post(address, {"year": year, "reason": "机房改造推迟"}).status_code == 302
    excuse = StartExcuse.objects.get()
    assert desk.get(address).status_code == 200
    assert desk.get("/projects/funds/excuses/").status_code == 200
    decide = f"/projects/funds/excuses/{excuse.pk}/decide/"
    assert desk.post(decide, {}).status_code == 400
    stranger = client_of(organizations.make_actor(Role.DATA_OFFICER, "forestry"))
    assert stranger.get(address).status_code == 404
    assert desk.post(decide, {"granted": "yes"}).status_code == 302
    assert own.get(address).status_code == 200
