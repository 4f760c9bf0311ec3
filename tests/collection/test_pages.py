"""The pages of collection, and who may see what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from collection.conftest import COUNTIES, TOWNS
from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.collection.models import Batch
from shuyuan.kernel.actor import Role
from shuyuan.organizations.models import Person


@pytest.fixture
def as_actor(client):
    """Sign the test client in as that actor."""

    def sign_in(actor):
        client.force_login(
            Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


def test_a_file_goes_through_the_pages(as_actor, operator, counties, places, legal):
    client = as_actor(operator)
    page = client.get(reverse("collection:upload"))
    assert counties.name in page.content.decode()

    file = SimpleUploadedFile("区划.csv", COUNTIES.encode())
    answer = client.post(reverse("collection:upload"), {"entry": counties.code, "file": file})
    batch = Batch.objects.get()
    assert answer.headers["Location"] == reverse("collection:detail", args=[batch.pk])

    page = client.get(answer.headers["Location"]).content.decode()
    assert "419901" in page
    answer = client.post(
        reverse("collection:mapping", args=[batch.pk]), {"item_code": "区划代码", "item_name": "名称"}
    )
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert batch.state == "queued"
    assert "hx-get" in client.get(reverse("collection:detail", args=[batch.pk])).content.decode()


def test_an_incomplete_mapping_comes_back_with_the_item_named(as_actor, operator, counties, send):
    batch = send(counties, COUNTIES, run=False)
    answer = as_actor(operator).post(
        reverse("collection:mapping", args=[batch.pk]), {"item_code": "区划代码"}
    )
    assert answer.status_code == 400
    assert "名称" in answer.content.decode()


def test_an_unreadable_file_says_what_to_do(as_actor, operator, counties, send):
    batch = send(counties, b"PK\x03\x04 truncated", "rows.xlsx")
    page = as_actor(operator).get(reverse("collection:detail", args=[batch.pk])).content.decode()
    assert "sy-notice" in page
    assert batch.problem["code"] not in page


def test_refused_cells_are_shown_and_downloaded_and_both_are_noted(as_actor, operator, counties, towns, send):
    send(counties, COUNTIES)
    batch = send(towns, TOWNS.replace("419902,", "419909,").replace(",419902", ",419909"))
    client = as_actor(operator)
    page = client.get(reverse("collection:cells", args=[batch.pk])).content.decode()
    assert "419909" in page
    answer = client.get(reverse("collection:workbook", args=[batch.pk]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert AuditEntry.objects.filter(event="collection:batch:cells_read").count() == 2


@pytest.mark.parametrize(
    ("role", "own", "page", "cells", "send_page"),
    [
        (Role.PRINCIPAL_OFFICER, True, 200, 200, 200),
        (Role.DATA_OFFICER, True, 200, 200, 200),
        (Role.OPERATOR, True, 200, 200, 200),
        (Role.OPERATOR, False, 404, 404, 200),
        (Role.DATA_ADMINISTRATION, False, 200, 403, 403),
        (Role.SYSTEM_ADMINISTRATOR, False, 403, 403, 403),
        (Role.SECURITY_ADMINISTRATOR, False, 403, 403, 403),
        (Role.AUDIT_ADMINISTRATOR, False, 403, 403, 403),
    ],
)
def test_who_sees_a_batch_and_its_values(
    as_actor, organizations, civil_affairs, counties, towns, send, role, own, page, cells, send_page
):
    send(counties, COUNTIES)
    batch = send(towns, TOWNS.replace(",419902", ",419909"))
    department = civil_affairs if own else organizations.make_department("other")
    client = as_actor(organizations.make_actor(role, department))
    assert client.get(reverse("collection:detail", args=[batch.pk])).status_code == page
    assert client.get(reverse("collection:cells", args=[batch.pk])).status_code == cells
    original = client.get(reverse("collection:original", args=[batch.pk]))
    assert original.status_code == cells
    original.getvalue()  # to the end, which closes the file
    assert client.get(reverse("collection:upload")).status_code == send_page


def test_a_visitor_is_sent_to_the_sign_in(client, db, legal):
    answer = client.get(reverse("collection:list"))
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


def test_the_list_takes_the_same_few_queries_for_many_batches(
    as_actor, operator, counties, send, django_assert_max_num_queries
):
    for number in range(5):
        send(counties, COUNTIES + f"41990{number + 3},区{number}\n", run=False)
    client = as_actor(operator)
    client.get(reverse("collection:list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("collection:list"))
