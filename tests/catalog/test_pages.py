"""Pages of the catalog over HTTP: who gets in, what they show, and what a form does."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from catalog.factories import form_of_entry
from shuyuan.audit.models import Entry as Trail
from shuyuan.catalog import services
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State
from shuyuan.engine.spec import Check, CheckKind, DataType, ItemSpec
from shuyuan.kernel.actor import Role

BACKEND = "django.contrib.auth.backends.ModelBackend"
EVERYBODY = frozenset(Role)
DRAFTERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR})
SUBMITTERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER})
BUREAU = frozenset({Role.DATA_ADMINISTRATION})


pytestmark = pytest.mark.usefixtures("monday_morning")


@pytest.mark.parametrize(
    "path", ["", "own/", "sharing/", "reviews/", "responsibilities/", "classes/", "new/", "entries/1/"]
)
def test_a_visitor_sees_nothing(client, legal, path):
    assert client.get(f"/catalog/{path}").status_code in {302, 401}


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("", EVERYBODY),
        ("sharing/", EVERYBODY),
        ("responsibilities/", EVERYBODY),
        ("classes/", EVERYBODY),
        ("own/", DRAFTERS),
        ("new/", DRAFTERS),
        ("reviews/", BUREAU),
    ],
)
@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_which_list(as_person, organizations, civil_affairs, entry, path, roles, role):
    response = as_person(organizations.make_actor(role, civil_affairs)).get(f"/catalog/{path}")
    assert response.status_code == (200 if role in roles else 403)


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("role", list(Role))
def test_the_permission_matrix_of_the_pages_of_an_entry(
    as_person, organizations, civil_affairs, tax, officer, draft, entry, role, own
):
    client = as_person(organizations.make_actor(role, civil_affairs if own else tax))
    drafts = own and role in DRAFTERS
    submits = own and role in SUBMITTERS
    wrong_role = 404 if role in DRAFTERS else 403
    expected = {
        f"entries/{entry.pk}/": 200,
        f"entries/{entry.pk}/versions/": 200,
        f"entries/{entry.path}/": 302,
        f"entries/{entry.pk}/edit/": wrong_role,
        f"entries/{entry.pk}/revise/": 200 if drafts else wrong_role,
        f"entries/{draft.pk}/": 200 if drafts else 404,
        f"entries/{draft.pk}/versions/": 200 if drafts else 404,
        f"entries/{draft.pk}/edit/": 200 if drafts else wrong_role,
        f"entries/{draft.pk}/items/new/": 200 if drafts else wrong_role,
        f"entries/{draft.pk}/submit/": 200 if submits else (404 if role in SUBMITTERS else 403),
        f"entries/{draft.pk}/review/": 404 if role in BUREAU else 403,
    }
    met = {path: client.get(f"/catalog/{path}").status_code for path in expected}
    assert met == expected


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 101, "provider=nobody", "sharing=x", "sort=secret", "page=0", "columns=x"]
)
def test_a_list_refuses_what_it_does_not_know(as_person, officer, entry, query):
    assert as_person(officer).get(f"/catalog/?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["低保", "dbdx", "民政局 名录", "jzsmzj", "307001", "区划代码", "名录 低保"]
)
def test_an_entry_is_found_by_name_item_provider_code_and_initials(as_person, stranger, entry, query):
    response = as_person(stranger).get("/catalog/", {"q": query})
    assert entry.name in response.text


def test_what_does_not_match_is_not_listed(as_person, stranger, entry, draft):
    response = as_person(stranger).get("/catalog/", {"q": "名录 税务"})
    assert entry.name not in response.text
    response = as_person(stranger).get("/catalog/", {"q": "名录"})
    assert entry.name in response.text
    assert draft.name not in response.text


@pytest.mark.parametrize("path", ["", "own/", "sharing/", "responsibilities/?scope=all", "reviews/"])
def test_the_number_of_queries_does_not_grow_with_the_list(
    as_person, organizations, civil_affairs, factories, officer, bureau, tax, path
):
    client = as_person(bureau if path == "reviews/" else officer)
    counts = []
    for department in (civil_affairs, tax):
        for state in ("published", "submitted"):
            made = factories.make_published_entry(department)
            if state == "submitted":
                made = factories.make_entry(department)
                made.state, made.review_due_on = "submitted", "2026-11-30"
                made.save()
        client.get(f"/catalog/{path}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/catalog/{path}").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 14, [query["sql"][:90] for query in captured]


def test_the_sharing_catalog_shows_others_what_is_shared(
    as_person, stranger, officer, bureau, civil_affairs, factories, entry
):
    closed = factories.make_published_entry(
        civil_affairs, name="不公开名单", sharing_type="not_shared", sharing_condition="依据某法"
    )
    seen = as_person(stranger).get("/catalog/sharing/").text
    assert (entry.name in seen, closed.name in seen) == (True, False)
    assert entry.name not in as_person(officer).get("/catalog/sharing/").text
    assert closed.name in as_person(bureau).get("/catalog/sharing/").text


def test_an_export_holds_what_is_filtered_and_no_formula(
    as_person, stranger, civil_affairs, factories, entry
):
    factories.make_published_entry(civil_affairs, name="=HYPERLINK(1)")
    response = as_person(stranger).get("/catalog/?export=xlsx&columns=name&columns=code")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    names = {row[0].lstrip("'") for row in rows[1:]}
    assert names == {entry.name, "=HYPERLINK(1)"}
    assert b"<f>" not in content


def test_a_draft_is_written_checked_submitted_and_published_through_the_pages(
    as_person, officer, bureau, civil_affairs, factories
):
    factories.ensure_classes()
    client = as_person(officer)
    response = client.post("/catalog/new/", form_of_entry(), follow=True)
    draft = Entry.objects.get()
    assert response.redirect_chain == [(f"/catalog/entries/{draft.pk}/edit/", 302)]
    base = f"/catalog/entries/{draft.pk}/"

    item = {"label": "机构编号", "name": "number", "data_type": "C", "length": 20, "level": "general"}
    added = client.post(
        f"{base}items/new/",
        {**item, "is_key": "on", "revision": draft.revision},
        headers={"HX-Request": "true"},
    )
    assert "机构编号" in added.text
    assert 'hx-swap-oob="true"' in added.text

    draft.refresh_from_db()
    preview = client.get(f"{base}submit/")
    assert "confirmed_not_secret" in preview.text
    refused = client.post(f"{base}submit/", {"revision": draft.revision})
    assert refused.status_code == 400
    client.post(f"{base}submit/", {"revision": draft.revision, "confirmed_not_secret": "on"})

    client = as_person(bureau)
    assert client.get(f"{base}review/").status_code == 200
    published = client.post(f"{base}publish/", {"reason": "同意"}, follow=True)
    assert "307001/1" in published.text
    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED


def test_a_malformed_form_comes_back_with_the_fields_named(as_person, officer, factories):
    factories.ensure_classes()
    response = as_person(officer).post("/catalog/new/", form_of_entry(name="", related_codes="x"))
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"name", "related_codes"}
    assert not Entry.objects.exists()


def test_a_secret_entry_is_refused_with_its_provision_and_the_refusal_is_audited(
    as_person, officer, factories
):
    factories.ensure_classes()
    response = as_person(officer).post("/catalog/new/", form_of_entry(secrecy="yes"))
    assert response.status_code == 409
    assert "第十七条" in response.text
    assert not Entry.objects.exists()
    assert Trail.objects.get(outcome="refused").cites == "jz-data-2020/17.1.1"


def test_checking_while_typing_says_what_stands_against_it_and_saves_nothing(as_person, officer, draft):
    response = as_person(officer).post(
        f"/catalog/entries/{draft.pk}/check/",
        form_of_entry(name="殡葬管理系统", sharing_type="conditional"),
        headers={"HX-Request": "true"},
    )
    assert {mark.explained.code for mark in response.context["against"]} == {
        "named_after_system",
        "sharing_terms_incomplete",
    }
    draft.refresh_from_db()
    assert draft.name == "殡葬服务机构名录"


def test_a_stale_form_is_told_that_somebody_was_faster(as_person, officer, operator, draft, legal):
    client = as_person(officer)
    client.post(f"/catalog/entries/{draft.pk}/edit/", form_of_entry(revision=draft.revision))
    response = client.post(
        f"/catalog/entries/{draft.pk}/edit/", form_of_entry(name="别名", revision=draft.revision)
    )
    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.name == "养老机构名录"


def test_the_form_gives_back_every_field_that_it_was_given(as_person, officer, factories, draft):
    given = form_of_entry(
        format_2="spreadsheet/xlsx",
        method_types=["service", "file"],
        sharing_purposes=["verification"],
        related_codes="101001/1, 102001/2",
        is_open="on",
        open_condition="注明来源",
        class_code="203001",
        revision=draft.revision,
    )
    client = as_person(officer)
    client.post(f"/catalog/entries/{draft.pk}/edit/", given)
    shown = client.get(f"/catalog/entries/{draft.pk}/edit/").context["form"].initial
    assert {name: shown[name] for name in given if name not in {"revision", "is_open"}} == {
        name: value for name, value in given.items() if name not in {"revision", "is_open"}
    }
    assert shown["is_open"] is True


def test_an_item_form_gives_back_checks_and_mask(as_person, officer, draft, entry):
    given = {
        "label": "证件号码",
        "name": "id_number",
        "data_type": "C",
        "length": 18,
        "level": "important",
        "sensitive": "on",
        "is_resident_id": "on",
        "pattern": "^[0-9X]{18}$",
        "code_list": "甲\n乙",
        "reference_entry": entry.code,
        "reference_item": "code",
        "mask_kind": "keep",
        "mask_first": 6,
        "mask_last": 4,
        "revision": draft.revision,
    }
    client = as_person(officer)
    response = client.post(f"/catalog/entries/{draft.pk}/items/new/", given)
    assert response.status_code == 302
    item = draft.items.get(name="id_number")
    assert [check["kind"] for check in item.checks] == ["resident_id", "pattern", "code_list", "reference"]
    assert item.mask == {"kind": "keep", "first": 6, "last": 4}
    shown = client.get(f"/catalog/entries/{draft.pk}/items/{item.pk}/").context["form"].initial
    assert (shown["pattern"], shown["code_list"], shown["mask_first"]) == ("^[0-9X]{18}$", "甲\n乙", 6)


def test_no_field_of_the_item_form_has_the_id_of_a_field_of_the_entry(as_person, officer, draft):
    client = as_person(officer)
    base = f"/catalog/entries/{draft.pk}"
    page = client.get(f"{base}/edit/").text
    form = client.get(f"{base}/items/new/", headers={"HX-Request": "true"}).text
    ids = [set(re.findall(r' id="([^"]+)"', text)) - {"items"} for text in (page, form)]
    assert not ids[0] & ids[1]


def test_a_reference_to_an_unknown_entry_is_refused_in_the_form(as_person, officer, draft):
    given = {"label": "甲", "name": "a", "data_type": "C", "length": 6, "level": "general", "revision": 0}
    response = as_person(officer).post(
        f"/catalog/entries/{draft.pk}/items/new/",
        {**given, "reference_entry": "307009/9", "reference_item": "code"},
    )
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["reference_entry"]


def test_items_move_and_leave_without_scripts_too(as_person, officer, draft):
    client = as_person(officer)
    code, name = draft.items.all()
    base = f"/catalog/entries/{draft.pk}/items/"
    client.post(f"{base}{name.pk}/move/", {"direction": "up", "revision": 0})
    assert [item.name for item in draft.items.all()] == ["name", "code"]
    client.post(f"{base}{code.pk}/remove/", {"revision": 1})
    assert [item.name for item in draft.items.all()] == ["name"]
    assert client.post(f"{base}{name.pk}/remove/", {}).status_code == 400


def test_a_change_shows_its_differences_to_the_reviewer(as_person, officer, bureau, entry, legal):
    client = as_person(officer)
    client.post(
        f"/catalog/entries/{entry.pk}/revise/",
        {"change_kind": "law", "change_basis": "办法修订", "changed_on": "2026-11-20"},
    )
    draft = Entry.objects.get(revises=entry)
    client.post(
        f"/catalog/entries/{entry.pk}/edit/",
        form_of_entry(name="低保家庭名录", revision=draft.revision),
    )
    draft.refresh_from_db()
    services.submit_entry(
        entry.pk, confirmed_not_secret=True, revision=draft.revision, actor=officer, legal=legal
    )
    page = as_person(bureau).get(f"/catalog/entries/{entry.pk}/review/").text
    assert "<del>低保对象名录</del>" in page
    assert "<ins>低保家庭名录</ins>" in page


def test_a_change_of_law_without_its_day_comes_back(as_person, officer, entry):
    response = as_person(officer).post(f"/catalog/entries/{entry.pk}/revise/", {"change_kind": "law"})
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"change_basis", "changed_on"}


def test_the_responsibility_list_of_an_earlier_revision_can_be_seen(
    as_person, officer, bureau, entry, legal, factories, civil_affairs
):
    factories.make_published_entry(civil_affairs, name="后来的名录")
    client = as_person(officer)
    now = client.get("/catalog/responsibilities/").text
    first = entry.catalog_revisions.get().pk
    then = client.get(f"/catalog/responsibilities/?revision={first}").text
    assert now.count("后来的名录") > then.count("后来的名录")
    assert client.get("/catalog/responsibilities/?revision=999").status_code == 404


def test_suspending_and_resuming_through_the_page(as_person, bureau, entry):
    client = as_person(bureau)
    assert client.post(f"/catalog/entries/{entry.pk}/suspend/", {"reason": ""}).status_code == 400
    client.post(f"/catalog/entries/{entry.pk}/suspend/", {"reason": "核查"})
    assert "核查" in client.get(f"/catalog/entries/{entry.pk}/").text
    client.post(f"/catalog/entries/{entry.pk}/resume/")
    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED


def test_what_people_wrote_is_escaped(as_person, stranger, civil_affairs, factories):
    nasty = "<script>alert(1)</script>"
    pattern = Check(CheckKind.PATTERN, {"regex": "<b>"})
    entry = factories.make_published_entry(
        civil_affairs,
        [ItemSpec("code", nasty, DataType.CHARACTER, 6, is_key=True, checks=(pattern,))],
        name=nasty,
        abstract=nasty,
    )
    client = as_person(stranger)
    for path in ("", "sharing/", "responsibilities/?scope=all", f"entries/{entry.pk}/"):
        assert nasty not in client.get(f"/catalog/{path}").text


def test_a_tab_that_no_room_registered_is_not_found(as_person, officer, entry):
    assert as_person(officer).get(f"/catalog/entries/{entry.pk}/?tab=nothing").status_code == 404


@pytest.mark.parametrize("tab", ["data", "sharing"])
def test_the_tabs_of_other_rooms_are_shown(as_person, officer, entry, tab):
    assert as_person(officer).get(f"/catalog/entries/{entry.pk}/?tab={tab}").status_code == 200


def test_a_department_withdraws_and_discards_through_the_pages(as_person, officer, draft, legal):
    services.submit_entry(
        draft.pk, confirmed_not_secret=True, revision=draft.revision, actor=officer, legal=legal
    )
    client = as_person(officer)
    assert client.post(f"/catalog/entries/{draft.pk}/withdraw/").status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert client.post(f"/catalog/entries/{draft.pk}/discard/").headers["Location"] == "/catalog/own/"
    assert not Entry.objects.exists()


def test_discarding_a_change_leads_back_to_the_published_entry(as_person, officer, entry, legal):
    services.begin_revision(entry.pk, change_kind="other", actor=officer, legal=legal)
    response = as_person(officer).post(f"/catalog/entries/{entry.pk}/discard/")
    assert response.headers["Location"] == entry.get_absolute_url()


def test_the_bureau_returns_an_entry_through_the_page(as_person, officer, bureau, draft, legal):
    services.submit_entry(
        draft.pk, confirmed_not_secret=True, revision=draft.revision, actor=officer, legal=legal
    )
    client = as_person(bureau)
    assert client.post(f"/catalog/entries/{draft.pk}/return/", {"reason": ""}).status_code == 400
    assert client.post(f"/catalog/entries/{draft.pk}/return/", {"reason": "补充说明"}).status_code == 302
    page = as_person(officer).get(f"/catalog/entries/{draft.pk}/").text
    assert "补充说明" in page


def test_leaving_the_item_form_gives_the_items_back(as_person, officer, draft):
    client = as_person(officer)
    url = f"/catalog/entries/{draft.pk}/items/"
    assert "区划代码" in client.get(url, headers={"HX-Request": "true"}).text
    assert client.get(url).headers["Location"] == f"/catalog/entries/{draft.pk}/edit/"


def test_an_item_form_with_range_and_code_list_of_numbers(as_person, officer, draft):
    given = {
        "label": "金额",
        "name": "amount",
        "data_type": "N",
        "length": 10,
        "scale": 2,
        "level": "general",
        "range_min": "0",
        "is_uscc": "on",
        "revision": draft.revision,
    }
    client = as_person(officer)
    response = client.post(f"/catalog/entries/{draft.pk}/items/new/", given)
    assert list(response.context["form"].errors) == ["is_uscc"]
    given.pop("is_uscc")
    client.post(f"/catalog/entries/{draft.pk}/items/new/", given)
    item = draft.items.get(name="amount")
    assert item.checks == [{"kind": "range", "params": {"min": "0", "max": None}}]
    shown = client.get(f"/catalog/entries/{draft.pk}/items/{item.pk}/").context["form"].initial
    assert (shown["range_min"], shown["range_max"]) == ("0", None)


def test_checking_while_typing_names_malformed_form_of_entry(as_person, officer, draft):
    response = as_person(officer).post(
        f"/catalog/entries/{draft.pk}/check/",
        form_of_entry(related_codes="x"),
        headers={"HX-Request": "true"},
    )
    assert list(response.context["form"].errors) == ["related_codes"]


def test_a_keyword_in_the_master_catalog_leads_to_the_search_of_everything(as_person, officer):
    page = as_person(officer).get("/catalog/?q=养老")
    assert "/search/?q=%E5%85%BB%E8%80%81" in page.text
    assert "/search/?q=" not in as_person(officer).get("/catalog/").text
