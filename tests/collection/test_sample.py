"""The masked sample on the entry page: who may look, what is hidden, and that every look is on record."""

from shuyuan.audit.models import Entry as Trail
from shuyuan.catalog.models import Item
from shuyuan.catalog.steps import write_version
from shuyuan.collection.sample import ROWS, masked_rows, may_see_sample
from shuyuan.kernel.actor import Role
from shuyuan.organizations.models import Person


def republish(entry, at):
    entry.refresh_from_db()
    write_version(entry, at=at, post_id=None)


def test_without_a_pool_there_is_no_sample(towns, legal):
    assert masked_rows(towns) == []


def test_only_the_provider_sees_rows_of_an_entry_with_personal_items(towns, operator, organizations):
    stranger = organizations.make_actor(Role.OPERATOR, organizations.make_department("tax"))
    bureau = organizations.make_actor(Role.DATA_ADMINISTRATION, organizations.make_department("bureau"))
    assert may_see_sample(towns, stranger)
    assert not may_see_sample(towns, bureau)
    Item.objects.filter(entry=towns, name="name").update(personal=True)
    assert not may_see_sample(towns, stranger)
    assert may_see_sample(towns, operator)


def test_rows_are_few_and_what_is_personal_is_hidden(counties, operator, send, legal):
    lines = "\n".join(f"4199{number:02d},第{number}区" for number in range(1, 9))
    send(counties, f"区划代码,名称\n{lines}\n")
    rows = masked_rows(counties)
    assert len(rows) == ROWS
    assert rows[0] == ["419901", "第1区"]
    Item.objects.filter(entry=counties, name="name").update(personal=True)
    republish(counties, legal.now)
    assert {row[1] for row in masked_rows(counties)} == {"***"}


def test_a_look_at_the_sample_is_on_record(client, counties, operator, send, legal):
    send(counties, "区划代码,名称\n419901,第1区\n")
    client.force_login(
        Person.objects.get(pk=operator.person_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert "第1区" in client.get(f"/catalog/entries/{counties.pk}/?tab=sample").text
    assert Trail.objects.filter(event="collection:sample:read").count() == 1
    client.get(f"/catalog/entries/{counties.pk}/")
    assert Trail.objects.filter(event="collection:sample:read").count() == 1
