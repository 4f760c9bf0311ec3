"""What a department takes from the source it need not collect; lists of the past stay as they were."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shuyuan.catalog.models import CatalogRevision
from shuyuan.catalog.responsibilities import duties_at, list_catalog_items, list_duties
from shuyuan.elements.models import Borrowing

pytestmark = pytest.mark.django_db


def columns(department):
    return set(list_duties().filter(entry__provider__code=department).values_list("name", flat=True))


def test_a_user_has_no_duty_but_keeps_its_key(bound, relief):
    bound(relief, "id_number", "公民身份号码")
    bound(relief, "person_name", "姓名")

    assert columns("civil-affairs") == {"id_number", "hyzk", "remark"}
    assert list_catalog_items().filter(name="person_name").exists(), "the catalog itself stays whole"


def test_who_collects_again_has_the_duty_again(bound, relief, services, officer, legal):
    mine = bound(relief, "person_name", "姓名")
    services.change_use(mine.pk, use="collects", actor=officer, legal=legal)

    assert "person_name" in columns("civil-affairs")


def test_the_list_of_an_earlier_revision_stays_as_it_was(bound, relief, services, bureau, legal):
    revision = CatalogRevision.objects.order_by("-id").first()
    mine = bound(relief, "person_name", "姓名")
    CatalogRevision.objects.create(
        at=legal.now + timedelta(hours=1), kind="published", entry=relief, version=revision.version
    )
    later = CatalogRevision.objects.order_by("-id").first()
    services.release_item(
        mine.pk, reason="改由本局采集", actor=bureau, legal=replace(legal, now=legal.now + timedelta(hours=2))
    )

    def has_name(number):
        duties = duties_at(number, department="civil-affairs")
        return "person_name" in {duty.item for duty in duties}

    assert has_name(revision.pk), "nothing was borrowed then"
    assert not has_name(later.pk), "it was borrowed then, whatever came after"
    assert Borrowing.objects.filter(until__isnull=True).count() == 0
