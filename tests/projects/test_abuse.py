"""What must never work: each attempt is refused by page and by service, with its provision, and kept.

The page that somebody tries and the service behind it answer with the same reasons; the journal of the
project stays as it was, and the trail has who tried it, where, and the provision that stood against it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from browsers import browser_of
from shuyuan.approvals.services import approve_project, review_project
from shuyuan.audit.models import Entry
from shuyuan.delivery.services import apply_for_acceptance, complete_construction, name_expert
from shuyuan.funds.services import budget_project, pay, request_payment
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import RuleRefused
from shuyuan.papers.services import add_attachment, remove_attachment
from shuyuan.planning.services import file_project, hand_in, open_plan
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.filing import ProjectKind
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import LegalContext

WAN = 1_000_000
DECEMBER = date(2026, 12, 1)


@dataclass(frozen=True)
class City:
    """Who and what an attempt needs."""

    factories: Any
    people: dict[str, Actor]
    legal: LegalContext
    unit: Any

    def project(self, stage: Stage, **facts: Any) -> Project:
        """A project of the unit in that stage."""
        return self.factories.make_project(
            self.unit, actor=self.people["officer"], legal=self.legal, stage=stage, **facts
        )


@dataclass(frozen=True)
class Attempt:
    """What somebody sends to a page, and the same by the service."""

    who: Actor
    address: str
    service: Callable[[], object]
    project: Project
    data: dict[str, Any] = field(default_factory=dict)


def files_late(city: City) -> Attempt:
    project, officer = city.project(Stage.DRAFT), city.people["officer"]
    return Attempt(
        officer, f"/projects/plans/project/{project.pk}/file/",
        lambda: file_project(project.pk, actor=officer, legal=city.legal), project,
    )  # fmt: skip


def hands_in_without_assessment(city: City) -> Attempt:
    system = city.factories.make_system(city.unit)
    project = city.project(Stage.PLANNED, kind=ProjectKind.REBUILD, system=system)
    officer = city.people["officer"]
    return Attempt(
        officer, f"/projects/plans/project/{project.pk}/hand-in/",
        lambda: hand_in(project.pk, actor=officer, legal=city.legal), project,
    )  # fmt: skip


def _building(city: City, **facts: Any) -> Project:
    day = date(2026, 3, 2)
    known = {
        "stage_since": day, "started_on": day, "reviewed_on": day, "approved_on": day,
        "opinion_answered_on": day, "meets_co_use": True, "meets_connection": True,
        "approved_fen": 100 * WAN, "budgets": {"2026": 60 * WAN}, "contracts": {"HT-1": 80 * WAN},
        "contracted_fen": 80 * WAN, "leader": "周衡",
    }  # fmt: skip
    return city.project(Stage.BUILDING, **{**known, **facts})


def asks_above_the_contract(city: City) -> Attempt:
    project = _building(city, contracts={"HT-1": 40 * WAN}, contracted_fen=40 * WAN)
    return _asks(city, project, "41", 41 * WAN)


def asks_above_the_budget(city: City) -> Attempt:
    return _asks(city, _building(city), "61", 61 * WAN)


def _asks(city: City, project: Project, typed: str, fen: int) -> Attempt:
    officer = city.people["officer"]
    return Attempt(
        officer, f"/projects/funds/{project.pk}/request/",
        lambda: request_payment(
            project.pk, fen=fen, contract="HT-1", grounds="首付款", actor=officer, legal=city.legal
        ),
        project, {"what": "HT-1", "fen": typed, "grounds": "首付款"},
    )  # fmt: skip


def pays_above_the_contract(city: City) -> Attempt:
    """The request was within the contract when the unit made it; then the contract was lowered."""
    project, finance = _building(city), city.people["finance"]
    asked = request_payment(
        project.pk, fen=50 * WAN, contract="HT-1", grounds="首付款", actor=city.people["officer"],
        legal=city.legal,
    )  # fmt: skip
    project.facts["contracts"] = {"HT-1": 49 * WAN}
    project.save(update_fields=["facts"])
    return Attempt(
        finance, f"/projects/funds/payments/{asked.pk}/pay/",
        lambda: pay(asked.pk, document="焦财拨1号", actor=finance, legal=city.legal),
        project, {"document": "焦财拨1号", "on": city.legal.today.isoformat()},
    )  # fmt: skip


def budgets_above_the_approval(city: City) -> Attempt:
    project, finance = _building(city), city.people["finance"]
    return Attempt(
        finance, f"/projects/funds/{project.pk}/budget/",
        lambda: budget_project(
            project.pk, year=2026, fen=41 * WAN, document="焦财预1号", actor=finance, legal=city.legal
        ),
        project, {"year": "2026", "fen": "41", "document": "焦财预1号"},
    )  # fmt: skip


def reviews_the_own_project(city: City) -> Attempt:
    bureau = city.people["bureau"]
    aspects = tuple(city.legal.law.codes("projects.review_aspects", on=city.legal.today))
    project = city.project(
        Stage.SUBMITTED, submission=1, expert_submission=1, expert_passed=True, expert_aspects=aspects,
        handed_in_by=bureau.person_id,
    )  # fmt: skip
    said = {"meets_co_use": True, "meets_connection": True, "opinion": "同意"}
    return Attempt(
        bureau, f"/projects/approvals/{project.pk}/review/",
        lambda: review_project(project.pk, **said, passed=True, paper=False, actor=bureau, legal=city.legal),
        project, {"passed": "yes", "meets_co_use": "yes", "meets_connection": "yes", "opinion": "同意"},
    )  # fmt: skip


def approves_the_own_project(city: City) -> Attempt:
    commission, day = city.people["commission"], city.legal.today
    project = city.project(
        Stage.REVIEWED, reviewed_on=day, meets_co_use=True, meets_connection=True, opinion_asked_on=day,
        opinion_answered_on=day, opinion_consents=True, drafted_by=commission.person_id,
    )  # fmt: skip
    return Attempt(
        commission, f"/projects/approvals/{project.pk}/approval/approve/",
        lambda: approve_project(
            project.pk, fen=10 * WAN, document="焦发改1号", actor=commission, legal=city.legal
        ),
        project, {"fen": "10", "document": "焦发改1号", "on": day.isoformat()},
    )  # fmt: skip


def completes_before_the_construction(city: City) -> Attempt:
    return _completes(city, date(2026, 3, 1))


def completes_tomorrow(city: City) -> Attempt:
    return _completes(city, city.legal.today + timedelta(days=1))


def completes_before_the_last_report(city: City) -> Attempt:
    attempt = _completes(city, date(2026, 5, 31))
    attempt.project.supervision_reports.create(
        month=date(2026, 6, 1), progress=80, summary="正常", recorded_at=city.legal.now
    )
    return attempt


def _completes(city: City, on: date) -> Attempt:
    project, officer = _building(city), city.people["officer"]
    return Attempt(
        officer, f"/projects/delivery/{project.pk}/complete/",
        lambda: complete_construction(project.pk, on=on, actor=officer, legal=city.legal),
        project, {"on": on.isoformat(), "statement": "建成"},
    )  # fmt: skip


def sends_an_expert_of_the_unit(city: City) -> Attempt:
    bureau = city.people["bureau"]
    project = city.project(Stage.COMPLETED, completed_on=date(2026, 9, 1), stage_since=date(2026, 9, 1))
    apply_for_acceptance(project.pk, statement="已建成。", actor=city.people["officer"], legal=city.legal)
    sent = {"name": "韩予", "employer": city.unit.name}
    return Attempt(
        bureau, f"/projects/delivery/{project.pk}/acceptance/expert/",
        lambda: name_expert(project.pk, **sent, actor=bureau, legal=city.legal), project, sent,
    )  # fmt: skip


def removes_a_reviewed_document(city: City) -> Attempt:
    project, officer = city.project(Stage.PLANNED), city.people["officer"]
    file = SimpleUploadedFile("可研.txt", "虚拟可研".encode())
    added = add_attachment(
        file, subject_kind="projects.project", subject_id=str(project.pk), label="可行性研究报告",
        actor=officer, legal=city.legal,
    )  # fmt: skip
    project.journal.create(kind="submitted", on=city.legal.today, at=city.legal.now, data={})
    Project.objects.filter(pk=project.pk).update(stage=Stage.REVIEWED.value)
    return Attempt(
        officer, f"/papers/files/{added.pk}/remove/",
        lambda: remove_attachment(added.pk, reason="换新", actor=officer, legal=city.legal),
        project, {"reason": "换新"},
    )  # fmt: skip


#: The attempt, the reason, its provision, the day on which it is tried.
ATTEMPTS = [
    (files_late, "filing_after_last_day", "jz-project-2020/9.1", DECEMBER),
    (hands_in_without_assessment, "system_assessment_missing", "jz-project-2020/9.1", None),
    (asks_above_the_contract, "payment_above_contract", "jz-project-2020/15.1", None),
    (asks_above_the_budget, "payment_above_budget", "jz-project-2020/12.1", None),
    (pays_above_the_contract, "payment_above_contract", "jz-project-2020/15.1", None),
    (budgets_above_the_approval, "budget_above_approval", "jz-project-2020/12.1", None),
    (reviews_the_own_project, "decides_own_project", "jz-project-2020/10.1", None),
    (approves_the_own_project, "decides_own_project", "jz-project-2020/10.1", None),
    (completes_before_the_construction, "day_dated_back", "jz-project-2020/30.1", None),
    (completes_tomorrow, "day_in_the_future", "jz-project-2020/30.1", None),
    (completes_before_the_last_report, "completion_before_work", "jz-project-2020/20.1", None),
    (sends_an_expert_of_the_unit, "expert_is_involved", "jz-project-2020/20.1", None),
    (removes_a_reviewed_document, "document_handed_in", "jz-project-2020/30.1", None),
]


@pytest.fixture
def city(factories, officer, bureau, commission, finance, unit, legal, time_machine):
    """The plan of 2027 is open since November; the clock stands on the day of the attempt."""
    open_plan(year=2027, actor=bureau, legal=legal)
    people = {"officer": officer, "bureau": bureau, "commission": commission, "finance": finance}

    def on(day):
        shifted = legal.now + timedelta(days=((day or legal.today) - legal.today).days)
        time_machine.move_to(shifted, tick=False)
        return City(factories, people, LegalContext(legal.law, legal.calendar, shifted.date(), shifted), unit)

    return on


def refusals():
    return Entry.objects.filter(event="audit:step:refused").order_by("pk")


@pytest.mark.parametrize(
    ("tries", "code", "cites", "day"), ATTEMPTS, ids=[attempt[0].__name__ for attempt in ATTEMPTS]
)
def test_an_attempt_is_refused_with_its_provision_and_kept(city, tries, code, cites, day):
    attempt = tries(city(day))
    journal = JournalEntry.objects.count()
    stage = Project.objects.get(pk=attempt.project.pk).stage

    with pytest.raises(RuleRefused) as refused:
        attempt.service()
    assert (code, cites) in [(reason.code, reason.cites) for reason in refused.value.verdict.reasons]
    assert not refusals().exists()

    answer = browser_of(attempt.who).post(attempt.address, attempt.data)
    assert answer.status_code == 409
    assert f"/law/{cites.split('/')[0]}/" in answer.content.decode()
    kept = refusals().get()
    assert (kept.person_id, kept.subject_id, kept.outcome) == (
        attempt.who.person_id,
        attempt.address,
        "refused",
    )
    assert (code, cites) in [(one["code"], one["cites"]) for one in kept.facts["reasons"]]
    assert JournalEntry.objects.count() == journal
    assert Project.objects.get(pk=attempt.project.pk).stage == stage
