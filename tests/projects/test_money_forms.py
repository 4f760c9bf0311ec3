"""Every form that takes money, with amounts that are none: told at the field, and nothing is written."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from browsers import browser_of
from shuyuan.audit.events import Event
from shuyuan.audit.models import Entry
from shuyuan.delivery.models import Contract
from shuyuan.kernel.actor import Role
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Stage

WAN = 1_000_000
#: What people and attackers type instead of an amount.
NO_AMOUNTS = (
    "1e400", "1E5", "9999999999999999999.99", "9" * 400, "-0.00", "-1", "−5", "NaN", "-inf", "", "   ", "0",
    "0.0000001", "12.3.4", "=1+1", "0x1F", "十二万", "<b>1</b>", "1\0", "٣٤", "1;DROP", "¥12", "12万元", "½",
)  # fmt: skip
_DAY = date(2026, 3, 2)
_USCC = MadeUpNumbers(20261123).uscc()
_MONEY = {"year": "2026", "document": "焦财预1号", "opinion": "同意", "reason": "必要"}
_REVIEWED = {
    "reviewed_on": _DAY, "meets_co_use": True, "meets_connection": True, "opinion_asked_on": _DAY,
    "opinion_answered_on": _DAY, "opinion_consents": True,
}  # fmt: skip
_APPROVED = {**_REVIEWED, "approved_on": _DAY, "approved_fen": 10 * WAN}
_OPERATING = {
    "upkeep_plans": ("quality_assurance", "operation", "security", "emergency"),
    "accepted_on": _DAY,
    "operating_since": _DAY,
}

#: Form: who fills it in, the stage, further facts, its address, the rest of what is sent, the field.
FORMS = {
    "draft": (Role.DATA_OFFICER, None, {}, "/projects/new/",
              {"name": "虚拟平台", "kind": "new", "funding_mode": "joint", "plan_year": "2027",
               "purpose": "办理业务", "is_open": "on"}, "planned_fen"),
    "amendment of the draft": (Role.DATA_OFFICER, Stage.DRAFT, {}, "/projects/{}/edit/",
              {"name": "虚拟平台", "kind": "new", "funding_mode": "joint", "plan_year": "2027",
               "purpose": "办理业务", "is_open": "on"}, "planned_fen"),
    "approval": (Role.INVESTMENT_APPROVAL, Stage.REVIEWED, _REVIEWED,
                 "/projects/approvals/{}/approval/approve/",
                 {"document": "焦发改1号", "on": "2026-03-02"}, "fen"),
    "review of funds": (Role.FINANCE, Stage.REVIEWED, {"funding_mode": FundingMode.JOINT},
                        "/projects/funds/{}/review/", _MONEY, "fen"),
    "budget": (Role.FINANCE, Stage.APPROVED, _APPROVED, "/projects/funds/{}/budget/", _MONEY, "fen"),
    "upkeep": (Role.FINANCE, Stage.OPERATING, _OPERATING, "/projects/funds/{}/upkeep/", _MONEY, "fen"),
    "payment": (Role.DATA_OFFICER, Stage.BUILDING,
                {"budgets": {"2026": 90 * WAN}, "contracts": {"HT-1": 80 * WAN}, "contracted_fen": 80 * WAN},
                "/projects/funds/{}/request/", {"what": "HT-1", "grounds": "首付款"}, "fen"),
    "contract": (Role.DATA_OFFICER, Stage.PROCURING, {"approved_fen": 90 * WAN},
                 "/projects/delivery/{}/contract/",
                 {"number": "HT-2", "title": "合同", "kind": "build", "party": "虚拟公司", "uscc": _USCC,
                  "signed_on": "2026-03-02"}, "fen"),
    "change": (Role.DATA_OFFICER, Stage.BUILDING, {"approved_fen": 90 * WAN},
               "/projects/delivery/{}/change/", {"goals": "新目标", "reason": "业务调整"}, "fen"),
    "tender": (Role.DATA_OFFICER, Stage.PROCURING, {"approved_fen": 90 * WAN},
               "/projects/delivery/{}/tender/",
               {"title": "采购", "method": "public", "announcement": "1号", "opened_on": "2026-03-02",
                "follows_approval": "yes", "bids-TOTAL_FORMS": "1", "bids-INITIAL_FORMS": "0",
                "bids-0-name": "虚拟公司", "bids-0-uscc": _USCC, "bids-0-won": "on"}, "bids-0-fen"),
    "supplement": (Role.DATA_OFFICER, Stage.BUILDING,
                   {"approved_fen": 90 * WAN, "contracts": {"HT-1": 80 * WAN}, "contracted_fen": 80 * WAN},
                   "/projects/delivery/contracts/{contract}/amend/",
                   {"agreement": "补1", "signed_on": "2026-05-06", "reason": "接口"}, "fen"),
    "line of a budget": (Role.DATA_OFFICER, Stage.PLANNED, {}, "/projects/plans/project/{}/budget/",
                         {"item-0": "开发", "quantity-0": "1", "measure-0": "项", "year-0": "2027"},
                         "price-0"),
}  # fmt: skip


@dataclass
class Sender:
    """Sends a form with an amount by the browser of whoever fills it in."""

    browser: Client
    address: str
    data: dict[str, str]
    name: str

    def __call__(self, typed):
        return self.browser.post(self.address, {**self.data, self.name: typed})


@pytest.fixture
def people(officer, bureau, commission, finance):
    return {actor.role: actor for actor in (officer, bureau, commission, finance)}


@pytest.fixture
def open_form(people, factories, unit, officer, legal, time_machine):
    """`open_form(name)`: a function that sends that form with an amount, and gives the answer."""
    time_machine.move_to(legal.now, tick=False)

    def make(form):
        role, stage, facts, address, data, name = FORMS[form]
        if stage is Stage.OPERATING:
            facts = {**facts, "system": factories.make_system(unit, registered_on=_DAY, connected_on=_DAY)}
        if stage is not None:
            project = factories.make_project(
                unit, actor=officer, legal=legal, stage=stage, stage_since=_DAY, **facts
            )
            contract = Contract.objects.create(
                project=project, number="HT-1", title="虚拟合同", kind="build", party="虚拟公司", uscc=_USCC,
                fen=80 * WAN, signed_on=_DAY, recorded_at=legal.now,
            )  # fmt: skip
            address = address.format(project.pk, contract=contract.pk)
        browser = browser_of(people[role])
        return Sender(browser, address, data, name)

    return make


@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_amount_is_told_at_its_field_and_nothing_is_written(open_form, form):
    send = open_form(form)
    before = JournalEntry.objects.count(), Project.objects.count()
    for typed in NO_AMOUNTS:
        answer = send(typed)
        html = answer.content.decode()
        field = re.search(rf'<input[^>]*name="{FORMS[form][-1]}"[^>]*>', html)
        assert answer.status_code == 400, (typed, answer.status_code)
        assert field, typed
        assert 'aria-invalid="true"' in field[0], (typed, field[0])
        assert "<b>1</b>" not in html
    assert (JournalEntry.objects.count(), Project.objects.count()) == before


@pytest.mark.parametrize("form", FORMS)
def test_an_amount_that_nobody_can_mean_is_kept_in_the_trail_and_a_slip_is_not(open_form, form):
    send = open_form(form)
    kept = Entry.objects.filter(event=Event.STEP_REFUSED.value, outcome=Entry.Outcome.REFUSED)
    for typed in ("NaN", "", "12.3.4"):
        assert send(typed).status_code == 400
    assert kept.count() == 0
    for count, typed in enumerate(("-1", "−5", "9" * 30), 1):
        assert send(typed).status_code == 400
        assert kept.count() == count, typed
    assert {entry.facts["code"] for entry in kept} == {"impossible_amount"}
    assert all(entry.cites.startswith("jz-project-2020/") for entry in kept)


def test_an_impossible_amount_in_the_list_of_the_year_is_told_and_kept(open_form):
    send = open_form("budget")
    project = Project.objects.latest("pk")
    answer = send.browser.post(
        "/projects/funds/budgets/",
        {
            **_MONEY,
            "year": "2026",
            "line": project.pk,
            f"fen_{project.pk}": "-12",
            f"reason_{project.pk}": "",
        },
    )
    assert answer.status_code == 400
    assert "金额不能为负数" in answer.content.decode()
    entry = Entry.objects.get(event=Event.STEP_REFUSED.value)
    assert (entry.facts["code"], entry.cites) == ("impossible_amount", "jz-project-2020/12.1")


@pytest.mark.parametrize(
    ("typed", "fen"), [("１２．５", 12_500_000), ("1,0.00", 10_000_000), ("12.345", 12_345_000)]
)
def test_an_amount_as_people_write_it_is_taken(open_form, typed, fen):
    assert open_form("draft")(typed).status_code == 302
    assert Project.objects.latest("pk").planned_fen == fen
