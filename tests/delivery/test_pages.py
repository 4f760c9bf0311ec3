"""Pages of delivery over HTTP: faults come back with the form, refusals name their provision."""

import re
from datetime import date
from io import BytesIO
from random import Random

import pytest
import time_machine
from django.urls import reverse

from shuyuan.catalog.classes import ensure_classes
from shuyuan.catalog.models import Entry
from shuyuan.delivery import services
from shuyuan.delivery.models import Contract, Tender
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound
from shuyuan.papers.models import Attachment
from shuyuan.projects.rules.stages import Stage
from shuyuan.studies.seed import fill_study

WAN = 1_000_000


def shown(browser, page, *args, status=200):
    answer = browser.get(reverse(f"delivery:{page}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def contract_form(codes, **changes):
    return {
        "number": "HT-2", "title": "虚拟安全测评合同", "kind": "service", "party": "虚拟测评公司",
        "uscc": codes["other"], "fen": "20", "signed_on": "2026-10-12", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{"fen": "-1"}, {"fen": "0"}, {"fen": "many"}, {"uscc": "1"}, {"signed_on": "soon"}, {"kind": "x"}],
)
def test_a_malformed_contract_comes_back_with_its_errors(building, officer, enter, codes, changes):
    answer = enter(officer).post(
        reverse("delivery:contract", args=[building.pk]), contract_form(codes, **changes)
    )
    assert answer.status_code == 400
    assert "sy-field-error" in answer.content.decode()
    assert not Contract.objects.filter(number="HT-2").exists()


def test_a_contract_above_the_money_is_refused_with_its_provision(building, officer, enter, codes):
    answer = enter(officer).post(
        reverse("delivery:contract", args=[building.pk]), contract_form(codes, fen="100.000001")
    )
    assert answer.status_code == 409
    assert "第十五条" in answer.content.decode()


def test_a_contract_keeps_its_file(building, officer, enter, codes):
    file = BytesIO("合同文本\n".encode())
    file.name = "合同.txt"
    answer = enter(officer).post(
        reverse("delivery:contract", args=[building.pk]), {**contract_form(codes), "document": file}
    )
    assert answer.status_code == 302
    contract = Contract.objects.get(number="HT-2")
    assert contract.fen == 20 * WAN
    assert contract.document == Attachment.objects.get(label="合同 HT-2")


@pytest.mark.parametrize(("won", "count"), [((), 0), (("0", "1"), 0), (("1",), 1)])
def test_a_tender_has_one_winner(building, officer, enter, codes, won, count):
    form = {
        "title": "云资源", "method": "inquiry", "announcement": "JZ-9", "opened_on": "2026-05-06",
        "follows_approval": "yes", "bids-TOTAL_FORMS": "3", "bids-INITIAL_FORMS": "0",
        "bids-0-name": "甲公司", "bids-0-uscc": codes["builder"], "bids-0-fen": "10",
        "bids-1-name": "乙公司", "bids-1-uscc": codes["other"], "bids-1-fen": "9",
        **{f"bids-{row}-won": "on" for row in won},
    }  # fmt: skip
    answer = enter(officer).post(reverse("delivery:tender", args=[building.pk]), form)
    assert answer.status_code == (302 if count else 400)
    assert Tender.objects.count() == count


def test_the_bureau_decides_on_a_change_that_it_sees_side_by_side(building, officer, bureau, enter, legal):
    change = services.request_change(
        building.pk,
        change=services.Change("支撑新业务", "", 500 * WAN),
        reason="甲",
        actor=officer,
        legal=legal,
    )
    browser = enter(bureau)
    assert "<ins>" in shown(browser, "change", change.pk)
    assert 'name="consents"' in shown(browser, "decide_change", change.pk)
    form = {"consents": "yes", "opinion": "同意。", "seen": building.revision - 1}
    address = reverse("delivery:decide_change", args=[change.pk])
    assert browser.post(address, form).status_code == 409
    building.refresh_from_db()
    assert browser.post(address, {**form, "seen": building.revision}).status_code == 302
    assert "已生效" in shown(browser, "change", change.pk)


def test_an_evil_name_is_shown_as_text(building, officer, enter, legal):
    services.name_leader(building.pk, name="<script>x</script>", actor=officer, legal=legal)
    page = shown(enter(officer), "construction", building.pk)
    assert "<script>x</script>" not in page
    assert "&lt;script&gt;" in page


def test_a_stranger_finds_nothing(building, organizations, enter):
    browser = enter(organizations.make_actor(Role.DATA_OFFICER, "tax"))
    for page in ("construction", "acceptance", "contract", "result"):
        shown(browser, page, building.pk, status=404)
    assert building.name not in shown(browser, "acceptances")


def test_the_list_shows_the_due_day_and_what_is_overdue(completed, finance, enter, legal):
    browser = enter(finance)
    page = shown(browser, "acceptances")
    assert "2027年3月1日" in page
    assert "逾期未验收" not in page
    with time_machine.travel("2027-03-02T02:00:00Z"):
        browser = enter(finance)
        assert "1个项目逾期未验收" in shown(browser, "acceptances")


def test_every_form_opens_at_its_stage(cleared, factories, unit, officer, bureau, enter, legal):
    factories.make_system(unit)
    unit, office = enter(officer), enter(bureau)
    building = ("leader", "tender", "contract", "supervisor", "report", "milestone", "start", "complete")
    after = ("ask_change", "apply", "result", "rectification", "delay", "results", "operation")
    for page in building + after:
        assert "<form" in shown(unit, page, cleared.pk)
    assert 'name="system_id"' in shown(unit, "operation", cleared.pk)
    for page in ("expert", "clearance", "result"):
        assert "<form" in shown(office, page, cleared.pk)
    assert "韩予，虚拟大学" in shown(unit, "result", cleared.pk)


def test_the_result_is_entered_and_read(cleared, officer, enter):
    unit = enter(officer)
    form = {
        "passed": "no", "held_on": "2026-11-20", "panel": "韩予，虚拟大学\n严望，虚拟研究院",
        "opinion": "不具备条件。", "seen": cleared.revision,
    }  # fmt: skip
    address = reverse("delivery:result", args=[cleared.pk])
    answer = unit.post(address, form)
    assert answer.status_code == 400
    answer = unit.post(address, {**form, "defects": "日志不足", "rectify_by": "2026-12-31"})
    assert answer.status_code == 302
    page = shown(unit, "acceptance", cleared.pk)
    assert "焦信验〔2026〕" in page
    assert "2026年12月31日" in page
    cleared.refresh_from_db()
    assert cleared.known.rectify_by == date(2026, 12, 31)


def test_documents_are_handed_in_as_files(cleared, officer, enter, legal):
    services.record_result(
        cleared.pk, passed=True, panel=[services.Panelist("韩予")], opinion="同意。", issue=False,
        actor=officer, legal=legal,
    )  # fmt: skip
    unit = enter(officer)
    address = reverse("delivery:results", args=[cleared.pk])
    assert unit.post(address, {}).status_code == 400
    file = BytesIO("验收报告\n".encode())
    file.name = "报告.txt"
    assert unit.post(address, {"acceptance_report": file}).status_code == 302
    cleared.refresh_from_db()
    assert cleared.known.handed_in == ("acceptance_report",)
    assert "已提交" in shown(unit, "acceptance", cleared.pk)


def test_the_page_offers_what_the_stage_allows_and_one_change_at_a_time(building, officer, legal, enter):
    browser = enter(officer)
    pages = ("contract", "tender", "milestone", "ask_change", "leader", "supervisor")
    offered = {page: reverse(f"delivery:{page}", args=[building.pk]) for page in pages}
    html = shown(browser, "construction", building.pk)
    assert {page for page, address in offered.items() if f'href="{address}"' in html} == set(pages)

    asked = services.Change("新目标", "", building.known.limit_fen)
    services.request_change(building.pk, change=asked, reason="业务", actor=officer, legal=legal)
    assert offered["ask_change"] not in shown(browser, "construction", building.pk)

    services.complete_construction(building.pk, on=date(2026, 8, 31), actor=officer, legal=legal)
    html = shown(browser, "construction", building.pk)
    assert {page for page, address in offered.items() if f'href="{address}"' in html} == {
        "contract", "tender", "leader",
    }  # fmt: skip


def test_a_project_that_was_ended_is_not_late_with_its_acceptance(factories, unit, officer, legal, enter):
    factories.make_project(
        unit, legal=legal, stage=Stage.TERMINATED, completed_on=date(2025, 3, 3), name="已终止的项目"
    )
    html = shown(enter(officer), "acceptances")
    assert "已终止的项目" in html
    assert "超期" not in html


def test_the_catalog_page_names_what_was_planned_and_the_system_that_holds_it(
    cleared, decide, factories, officer, bureau, unit, enter, legal
):
    ensure_classes()
    fill_study(cleared, Random(3), actor=officer, legal=legal)
    decide(cleared, passed=True)
    browser, address = enter(officer), reverse("delivery:catalog", args=[cleared.pk])
    planned = list(Entry.objects.filter(planned_by__study__project=cleared))
    page = browser.get(address).content.decode()
    for entry in planned:
        assert entry.name in page
    foreign = factories.make_system(factories.make_department("tax"), registered_on=date(2026, 11, 2))
    own = factories.make_system(unit, registered_on=date(2026, 11, 2), name=cleared.name.removesuffix("项目"))
    gone = factories.make_system(unit, registered_on=date(2026, 11, 2), state="retired", name="已停用系统")
    assert browser.post(address, {"system_id": own.pk}).status_code == 400
    for system in (foreign, gone):
        wrong = {"confirmed_not_secret": "on", "system_id": system.pk}
        assert browser.post(address, wrong).status_code == 400
        with pytest.raises(NotFound):
            services.enter_catalog(
                cleared.pk, confirmed_not_secret=True, system_id=system.pk, actor=officer, legal=legal
            )
    assert browser.post(address, {"confirmed_not_secret": "on", "system_id": own.pk}).status_code == 302
    codes = set(
        Entry.objects.filter(planned_by__study__project=cleared).values_list("system_code", flat=True)
    )
    assert codes == {own.code}


def test_a_unit_without_a_system_is_led_to_propose_it(cleared, decide, factories, unit, officer, enter):
    decide(cleared, passed=True)
    browser = enter(officer)
    page = browser.get(reverse("delivery:operation", args=[cleared.pk])).content.decode()
    assert 'name="system_id"' not in page
    link = re.search(r'href="(/systems/new/\?[^"]+)"', page).group(1).replace("&amp;", "&")
    proposal = browser.get(link).content.decode()
    assert cleared.name.removesuffix("项目") in proposal
    assert cleared.purpose in proposal
    factories.make_system(unit, name=cleared.name.removesuffix("项目"))
    page = browser.get(reverse("delivery:operation", args=[cleared.pk])).content.decode()
    assert 'name="system_id"' in page
    assert "selected" in page
