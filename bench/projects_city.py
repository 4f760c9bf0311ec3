"""The rows behind `bench.projects`: projects of every stage and year with all that hangs on them."""

from collections.abc import Iterable
from datetime import date, timedelta
from importlib import import_module
from itertools import islice

FEN = 1_000_000
_CHUNK = 2_000
#: One in so many projects has an order, an audit, a request for payment.
_ORDERS, _AUDITS, _PAYMENTS = 5, 10, 4


def seed(count: int) -> dict[str, object]:
    """Put the projects in; what the addresses of the pages stand for."""
    models = import_module("shuyuan.projects.models")
    units = list(import_module("shuyuan.organizations.models").Department.objects.order_by("pk"))
    now = import_module("django.utils.timezone").now()
    year = _open_plan()
    _insert(models.Project, (_project(models.Project, number, units, year, now) for number in range(count)))
    made = models.Project.objects.filter(number__startswith="bench").order_by("pk")
    keys = list(made.values_list("pk", "stage", "stage_since"))
    _insert(
        models.JournalEntry, (one for key, _stage, day in keys for one in _entries(models, key, day, now))
    )
    held = made.filter(hold_count__gt=0).defer("facts", "purpose")
    _insert(models.Hold, (_hold(models.Hold, one, now) for one in held.iterator()))
    planning = import_module("shuyuan.planning.models")
    _insert(planning.ProjectPlan, (_plan(planning.ProjectPlan, *line, now) for line in enumerate(keys)))
    filed = [line for line in keys if line[1] != "draft"]
    _seed_oversight(filed[::_ORDERS], filed[::_AUDITS])
    payments = import_module("shuyuan.funds.models").PaymentRequest
    _insert(payments, (_payment(payments, *line, now) for line in enumerate(filed[::_PAYMENTS])))
    import_module("shuyuan.projects.tally").settle()
    chosen = made.filter(stage="building", hold_count__gt=0).first()
    more = (one for _ in range(20) for one in _entries(models, chosen.pk, chosen.stage_since, now))
    _insert(models.JournalEntry, more)
    order = import_module("shuyuan.supervision.models").Order.objects.order_by("-pk").first()
    return {"project": chosen.pk, "year": year, "order": order.pk}


def _open_plan() -> int:
    """The newest plan year that is open; the demonstration may have opened it already."""
    plans = import_module("shuyuan.planning.models").AnnualPlan.objects
    newest = plans.order_by("-year").first()
    if newest is not None:
        return newest.year
    posts = import_module("shuyuan.demo.posts")
    bureau = posts.actor_of(next(one for one in posts.DEMO_POSTS if one.username == "bureau"))
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    legal = import_module("shuyuan.regulations.context").legal_now(calendar)
    services = import_module("shuyuan.planning.services")
    return services.open_plan(year=legal.today.year + 1, note="", actor=bureau, legal=legal).year


def _insert(model, rows: Iterable) -> None:
    rows = iter(rows)
    while chunk := list(islice(rows, _CHUNK)):
        model.objects.bulk_create(chunk)


def _project(model, number: int, units: list, last: int, now):
    stages = import_module("shuyuan.projects.rules.stages").Stage
    known = import_module("shuyuan.projects.rules.facts")
    filing = import_module("shuyuan.projects.rules.filing")
    turn, at = divmod(number, len(stages))  # every stage in every year, of every kind
    stage, kind = list(stages)[at], list(filing.ProjectKind)[turn // 6 % 4]
    mode = list(filing.FundingMode)[turn // 24 % 3]
    year, planned = last - turn % 6, (10 + number % 500) * FEN
    since = date(year - 1, 1, 1) + timedelta(days=number % 360)
    place = list(stages).index(stage)
    funded = 7 <= place <= 15
    budgeted = planned if funded else 0
    is_held = number % 5 == 0 and place < 16
    money = "purchase" if mode == "purchase_of_services" else "construction"
    facts = known.ProjectFacts(
        kind=kind, funding_mode=mode, plan_year=year, planned_fen=planned, stage=stage, stage_since=since,
        drafted_by=1, handed_in_by=1, filed_on=since, studied_on=since, consented_on=since,
        submitted_on=since, submission=1, expert_round=1, expert_passed=True,
        expert_aspects=("necessity", "feasibility"), expert_submission=1, reviewed_on=since,
        meets_co_use=not is_held, meets_connection=True,
        budgets={str(year): budgeted} if budgeted else {},
    )  # fmt: skip
    done = since if place > 10 else None
    return model(
        number=f"bench〔{year}〕{number}号", name=f"虚拟信息化项目{number}", unit=units[number % len(units)],
        kind=kind.value, funding_mode=mode.value, purpose="支撑虚拟业务", drafted_at=now,
        facts=known.to_json(facts), stage=stage.value, stage_since=since, plan_year=year,
        is_late=number % 20 == 0, planned_fen=planned, limit_fen=planned,
        budgeted_fen=budgeted, paid_fen=budgeted // 3,
        completed_on=done, acceptance_due_on=done + timedelta(days=183) if done else None,
        operating_since=since if stage == "operating" else None,
        hold_count=int(is_held), held_funds=f"{money},upkeep" if is_held else "",
    )  # fmt: skip


def _entries(models, key: int, day: date, now):
    for kind in ("drafted", "filed"):
        yield models.JournalEntry(
            project_id=key, kind=kind, on=day, at=now, data={"plan_year": 2026, "late": False},
            to_stage="draft" if kind == "drafted" else "filed", role="data_officer", person_name="bench",
        )  # fmt: skip


def _hold(model, project, now):
    figures = import_module("shuyuan.projects.figures")
    return model(
        project=project, code="co_use_not_met", cites="jz-project-2020/5.2", funds="construction,upkeep",
        since=project.stage_since, found_at=now, **figures.hold_sums(project, ["construction", "upkeep"]),
    )  # fmt: skip


def _plan(model, number: int, line: tuple, now):
    key, stage, _day = line
    studied = stage not in {"draft", "withdrawn"} and number % 3 > 0
    return model(
        project_id=key, rank=number % 30_000, opinion="include" if studied else "",
        opinion_text="建议列入" if studied else "", studied_at=now if studied else None,
        on_government_cloud=True, on_egov_network=True, connects_to_platform=True,
    )  # fmt: skip


def _seed_oversight(ordered: list, audited: list) -> None:
    models = import_module("shuyuan.supervision.models")
    today = import_module("django.utils.timezone").localdate()
    _insert(models.Order, (_order(models.Order, number, one[0], today) for number, one in enumerate(ordered)))
    cases = (_audit(models.AuditCase, number, one[0], today) for number, one in enumerate(audited))
    _insert(models.AuditCase, cases)


def _order(model, number: int, key: int, today: date):
    """Six of seven are met; the others are due around today."""
    issued = today - timedelta(days=number % 900)
    state = "met" if number % 7 else ("issued", "answered", "not_met")[number % 3]
    return model(
        number=f"bench整改{number}号", project_id=key, finding="虚拟问题", demand="虚拟要求",
        issued_on=issued,
        due_on=issued + timedelta(days=30) if state == "met" else today + timedelta(days=number % 200 - 60),
        state=state,
    )  # fmt: skip


def _audit(model, number: int, key: int, today: date):
    state = ("planned", "passed", "failed", "reported", "rectified", "passed", "rectified")[number % 7]
    return model(
        number=f"bench审计{number}号", project_id=key, year=today.year - number % 5, state=state,
        planned_on=today - timedelta(days=number % 300),
        rectify_by=today + timedelta(days=number % 200 - 60) if state == "failed" else None,
    )  # fmt: skip


def _payment(model, number: int, line: tuple, now):
    state = "asked" if number % 10 == 0 else "paid"
    return model(
        number=f"bench-pay-{number}", project_id=line[0], purpose="upkeep", fen=FEN, grounds="虚拟付款",
        state=state, asked_at=now - timedelta(hours=number), paid_on=line[2] if state == "paid" else None,
    )  # fmt: skip
