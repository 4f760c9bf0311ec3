"""Binding items to elements: refusals first, then proposals, decisions, sources."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from elements.conftest import items
from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.models import Task
from shuyuan.catalog.services import submit_entry
from shuyuan.elements.models import Binding, Proposal, SourceConflict
from shuyuan.elements.steps import follow_entry, propose_for
from shuyuan.elements.tasks import propose
from shuyuan.engine.spec import DataType
from shuyuan.kernel.errors import BadInput, NotFound, NotPermitted, RuleRefused

pytestmark = pytest.mark.django_db


def reasons(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


def test_an_item_of_an_incompatible_type_is_refused(bound, population, catalog, police):
    population.items.filter(name="csrq").update(data_type=DataType.INTEGER)

    with pytest.raises(RuleRefused) as refused:
        bound(population, "csrq", "姓名")

    assert reasons(refused) == ["type_cannot_hold_element"]
    assert not Binding.objects.exists()


def test_a_second_source_is_refused_outside_of_a_case(bound, population, relief, services, bureau, legal):
    source = bound(population, "hyzk", "婚姻状况", use="collects")
    services.name_source(source.pk, actor=bureau, legal=legal)
    user = bound(relief, "hyzk", "婚姻状况")

    with pytest.raises(RuleRefused) as refused:
        services.name_source(user.pk, actor=bureau, legal=legal)

    assert reasons(refused) == ["second_source"]
    assert Binding.objects.get(use="source").pk == source.pk


def test_the_database_itself_takes_no_second_source(bound, population, relief, services, bureau, legal):
    source = bound(population, "hyzk", "婚姻状况", use="collects")
    services.name_source(source.pk, actor=bureau, legal=legal)
    user = bound(relief, "hyzk", "婚姻状况")

    with pytest.raises(Exception, match=r"(?i)unique"):
        Binding.objects.filter(pk=user.pk).update(use="source")


def test_an_element_that_items_hold_is_not_retired(bound, population, services, bureau, legal, starting_set):
    bound(population, "xm", "姓名")

    with pytest.raises(RuleRefused) as refused:
        services.retire_element(starting_set("姓名").code, reason="不用了", actor=bureau, legal=legal)

    assert reasons(refused) == ["element_still_bound"]


def test_a_department_does_not_bind_items_of_another(population, services, officer, legal, starting_set):
    with pytest.raises(NotFound):
        services.bind_item(
            population.pk, "xm", element=starting_set("姓名").code, use="uses", actor=officer, legal=legal
        )


def test_a_department_does_not_name_sources(bound, relief, services, officer, legal):
    mine = bound(relief, "hyzk", "婚姻状况", use="collects")

    with pytest.raises(NotPermitted):
        services.name_source(mine.pk, actor=officer, legal=legal)


def test_an_operator_decides_nothing(organizations, civil, relief, services, legal):
    operator = organizations.make_actor("operator", civil)
    propose_for(relief, relief.items.all(), legal=legal)
    line = Proposal.objects.get(item_name="person_name")

    assert services.accept_proposals([line.pk], actor=operator, legal=legal).made == 0
    assert not Binding.objects.exists()


def test_nobody_chooses_the_use_source_by_hand(services, population, bureau, legal, starting_set):
    code = starting_set("姓名").code
    with pytest.raises(BadInput):
        services.bind_item(population.pk, "xm", element=code, use="source", actor=bureau, legal=legal)


def test_an_entry_that_only_mentions_a_person_is_no_source(
    catalog, civil, bound, services, bureau, legal, starting_set
):
    mention = catalog.make_published_entry(civil, subject_kind="organization")
    binding = bound(mention, "name", "姓名", use="collects")

    with pytest.raises(RuleRefused) as refused:
        services.name_source(binding.pk, actor=bureau, legal=legal)

    assert reasons(refused) == ["entry_only_mentions_element"]


def test_a_publication_proposes_and_binds_nothing(relief, bureau, legal):
    follow_entry(relief, actor=bureau, legal=legal)

    found = {line.item_name: line for line in Proposal.objects.select_related("element")}
    assert found["id_number"].element.name == "公民身份号码"
    assert found["person_name"].element.name == "姓名"
    assert found["hyzk"].use == "collects", "marriages are the duty of civil affairs"
    assert found["person_name"].use == "uses", "names are the duty of police"
    assert "remark" not in found
    assert not Binding.objects.exists()


def test_handing_an_entry_in_proposes_at_once(catalog, civil, officer, starting_set, legal):
    draft = catalog.make_entry(
        civil, items(("hyzk", "婚姻状况")), name="婚姻登记信息", subject_kind="person",
        sharing_type="conditional", sharing_condition="仅限核验", sharing_scope="有救助职责的部门",
        sharing_purposes=["verification"],
    )  # fmt: skip
    submit_entry(draft.pk, confirmed_not_secret=True, revision=draft.revision, actor=officer, legal=legal)
    found = set(Proposal.objects.filter(entry=draft).values_list("item_name", flat=True))
    assert found == {"id_number", "hyzk"}


def test_many_lines_are_accepted_at_once_each_with_its_trace(relief, services, bureau, legal):
    propose_for(relief, relief.items.all(), legal=legal)
    lines = list(Proposal.objects.values_list("pk", flat=True))

    decided = services.accept_proposals(lines, actor=bureau, legal=legal)

    assert decided.made == Binding.objects.count() == 3
    assert AuditEntry.objects.filter(event="elements:binding:bound").count() == 3
    assert not Proposal.objects.filter(state="open").exists()


def test_a_line_that_the_rules_refuse_does_not_stop_the_others(relief, services, bureau, legal):
    propose_for(relief, relief.items.all(), legal=legal)
    relief.items.filter(name="id_number").update(length=15)
    lines = list(Proposal.objects.values_list("pk", flat=True))

    decided = services.accept_proposals(lines, actor=bureau, legal=legal)

    assert decided.made == 2
    ((line, why),) = decided.refused
    assert line.item_name == "id_number"
    assert [reason.code for reason in why] == ["column_too_short_for_element"]


def test_an_item_of_no_element_is_not_proposed_again(relief, services, bureau, legal):
    propose_for(relief, relief.items.all(), legal=legal)
    line = Proposal.objects.get(item_name="hyzk")

    services.dismiss_proposals([line.pk], actor=bureau, legal=legal)
    services.propose_again(relief.pk, legal=legal)

    assert Proposal.objects.get(item_name="hyzk").state == "none"


def test_a_binding_is_undone_with_a_reason_and_proposed_again(bound, relief, services, officer, legal):
    binding = bound(relief, "hyzk", "婚姻状况")

    with pytest.raises(BadInput):
        services.release_item(binding.pk, reason=" ", actor=officer, legal=legal)
    services.release_item(binding.pk, reason="绑错了", actor=officer, legal=legal)

    with pytest.raises(ObjectDoesNotExist):
        binding.refresh_from_db()
    assert Proposal.objects.get(item_name="hyzk").state == "open"


def test_who_begins_to_collect_what_another_supplies_opens_a_case(
    bound, population, relief, services, bureau, officer, legal
):
    source = bound(population, "hyzk", "婚姻状况", use="collects")
    services.name_source(source.pk, actor=bureau, legal=legal)
    mine = bound(relief, "hyzk", "婚姻状况")

    services.change_use(mine.pk, use="collects", actor=officer, legal=legal)

    case = SourceConflict.objects.get()
    assert case.is_open
    assert {side.department.code for side in case.sides.all()} == {"public-security", "civil-affairs"}


def test_an_item_that_a_new_version_drops_gives_its_binding_up(
    bound, population, services, bureau, legal, starting_set
):
    source = bound(population, "hyzk", "婚姻状况", use="collects")
    services.name_source(source.pk, actor=bureau, legal=legal)
    population.items.filter(name="hyzk").delete()

    with transaction.atomic():
        follow_entry(population, actor=bureau, legal=legal)

    assert not Binding.objects.exists()
    assert Task.objects.filter(kind="elements:source:name", done_at__isnull=True).count() == 1


def test_the_job_proposes_for_every_entry_and_leaves_decisions_alone(
    relief, population, services, bureau, legal
):
    propose_for(relief, relief.items.all(), legal=legal)
    services.dismiss_proposals([Proposal.objects.get(item_name="hyzk").pk], actor=bureau, legal=legal)

    class Run:
        params, job_id, actor, seen = {}, 0, bureau, []

        def progress(self, done, total=0, note=""):
            self.seen.append((done, total))

        def check_cancelled(self):
            pass

    result = propose(Run())

    assert result["entries"] == 2
    assert Run.seen[-1] == (2, 2)
    assert Proposal.objects.get(entry=relief, item_name="hyzk").state == "none"
    assert Proposal.objects.filter(entry=population, state="open").count() == 4
