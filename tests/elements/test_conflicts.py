"""A case of two sources: what is refused while it is open, who is heard, what the settlement changes."""

from datetime import date

import pytest

from city import legal_on
from elements.conftest import items
from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.models import Task
from shuyuan.elements.models import Binding, SourceConflict
from shuyuan.elements.selectors import list_conflicts, list_open_conflicts
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(bound, population, relief):
    """Police and civil affairs both say that they collect the marital status."""
    bound(population, "hyzk", "婚姻状况", use="collects")
    bound(relief, "hyzk", "婚姻状况", use="collects")
    return SourceConflict.objects.get()


@pytest.fixture
def sides(case):
    return {side.department.code: side for side in case.sides.all()}


def reasons(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


def speak(services, case, side, actor, legal, stance="claims"):
    given = {"stance": stance, "statement": "婚姻登记是本局法定职责", "basis": "三定方案"}
    return services.hear_side(case.pk, side.pk, **given, actor=actor, legal=legal)


def test_a_silent_side_is_waited_for(services, case, sides, officer, bureau, legal):
    speak(services, case, sides["civil-affairs"], officer, legal)

    with pytest.raises(RuleRefused) as refused:
        services.settle_conflict(
            case.pk, winner=sides["civil-affairs"].pk, reason="登记职责", actor=bureau, legal=legal
        )

    assert reasons(refused) == ["side_not_heard"]
    case.refresh_from_db()
    assert case.is_open


def test_after_the_day_of_opinions_the_silent_side_is_settled_over(services, case, sides, bureau, legal):
    late = legal_on(date(2026, 12, 20))

    services.settle_conflict(
        case.pk, winner=sides["civil-affairs"].pk, reason="登记职责", actor=bureau, legal=late
    )

    case.refresh_from_db()
    assert case.state == "settled"


def test_a_settlement_names_its_reason_and_a_provision_on_sources(services, case, sides, bureau):
    late = legal_on(date(2026, 12, 20))
    winner = sides["civil-affairs"].pk

    with pytest.raises(RuleRefused) as refused:
        services.settle_conflict(case.pk, winner=winner, reason=" ", actor=bureau, legal=late)
    with pytest.raises(BadInput):
        services.settle_conflict(
            case.pk, winner=winner, reason="职责", cites="jz-data-2020/39.1", actor=bureau, legal=late
        )

    assert reasons(refused) == ["settlement_without_reason"]


def test_a_department_that_is_no_party_is_not_the_source(services, case, bureau):
    late = legal_on(date(2026, 12, 20))

    with pytest.raises(RuleRefused) as refused:
        services.settle_conflict(case.pk, winner=0, reason="职责", actor=bureau, legal=late)

    assert reasons(refused) == ["source_is_no_party"]


def test_only_the_bureau_settles(services, case, sides, officer, legal):
    with pytest.raises(NotPermitted):
        services.settle_conflict(
            case.pk, winner=sides["civil-affairs"].pk, reason="职责", actor=officer, legal=legal
        )


def test_nobody_speaks_for_another_side_and_strangers_see_nothing(
    services, case, sides, officer, organizations, legal
):
    stranger = organizations.make_actor("data_officer", "forestry")

    with pytest.raises(NotFound):
        speak(services, case, sides["public-security"], officer, legal)
    with pytest.raises(NotFound):
        speak(services, case, sides["public-security"], stranger, legal)
    assert not list_conflicts(stranger).exists()


def test_nothing_changes_outside_of_the_case(services, case, bureau, officer, legal):
    for binding in Binding.objects.all():
        for step in (
            lambda: services.name_source(binding.pk, actor=bureau, legal=legal),  # noqa: B023
            lambda: services.change_use(binding.pk, use="uses", actor=bureau, legal=legal),  # noqa: B023
            lambda: services.release_item(binding.pk, reason="让开", actor=bureau, legal=legal),  # noqa: B023
        ):
            with pytest.raises(RuleRefused) as refused:
                step()
            assert reasons(refused) == ["source_in_dispute"]


def test_each_side_has_a_task_with_the_day_and_the_bureau_has_one(case):
    tasks = Task.objects.filter(done_at__isnull=True)

    hearing = tasks.filter(kind="elements:conflict:hear")
    assert set(hearing.values_list("department__code", flat=True)) == {"public-security", "civil-affairs"}
    assert set(hearing.values_list("due_on", flat=True)) == {case.hear_until} == {date(2026, 12, 7)}
    assert tasks.filter(kind="elements:conflict:settle").count() == 1
    assert list_open_conflicts().count() == 1


def test_speaking_closes_the_own_task_only(services, case, sides, officer, legal):
    speak(services, case, sides["civil-affairs"], officer, legal)

    waiting = Task.objects.filter(done_at__isnull=True, kind="elements:conflict:hear")
    assert [task.department.code for task in waiting] == ["public-security"]


def test_the_losing_side_becomes_a_user_and_everybody_is_told(
    services, case, sides, officer, policeman, bureau, legal
):
    speak(services, case, sides["civil-affairs"], officer, legal)
    speak(services, case, sides["public-security"], policeman, legal, stance="yields")

    services.settle_conflict(
        case.pk, winner=sides["civil-affairs"].pk, reason="婚姻登记由民政局办理", actor=bureau, legal=legal
    )

    uses = {one.entry.provider.code: one.use for one in Binding.objects.select_related("entry__provider")}
    assert uses == {"civil-affairs": "source", "public-security": "uses"}
    assert not list_open_conflicts().exists()
    assert not Task.objects.filter(done_at__isnull=True, kind__startswith="elements:conflict").exists()
    assert Notice.objects.filter(kind="elements:conflict:settled").count() == 2
    settled = AuditEntry.objects.get(event="elements:conflict:settled")
    assert settled.cites == "jz-data-2020/12.1"
    assert "civil-affairs" in settled.facts_json


def test_a_settled_case_is_not_settled_or_argued_again(services, case, sides, officer, bureau):
    late = legal_on(date(2026, 12, 20))
    winner = sides["civil-affairs"].pk
    services.settle_conflict(case.pk, winner=winner, reason="职责", actor=bureau, legal=late)

    with pytest.raises(RuleRefused) as refused:
        services.settle_conflict(case.pk, winner=winner, reason="职责", actor=bureau, legal=late)
    with pytest.raises(Conflict):
        speak(services, case, sides["civil-affairs"], officer, late)

    assert reasons(refused) == ["conflict_not_open"]


def test_a_third_claim_joins_the_open_case(case, catalog, organizations, bound, starting_set):
    health = organizations.make_department("health", name="虚拟市卫健委")
    entry = catalog.make_published_entry(health, items(("hy", "婚姻状况")), subject_kind="person")
    bound(entry, "hy", "婚姻状况", use="collects")

    assert SourceConflict.objects.count() == 1
    assert case.sides.count() == 3


def test_counties_that_collect_for_themselves_are_no_case(
    catalog, organizations, bound, starting_set, services, bureau, legal
):
    for code in ("419921", "419922"):
        region = organizations.make_region(code, f"{code}县")
        department = organizations.make_department(f"county-{code}", region=region)
        entry = catalog.make_published_entry(department, items(("hy", "婚姻状况")), subject_kind="person")
        binding = bound(entry, "hy", "婚姻状况", use="collects")
        services.name_source(binding.pk, actor=bureau, legal=legal)

    assert Binding.objects.filter(use="source").count() == 2
    assert not SourceConflict.objects.exists()
