"""The catalog as one JSON document: out, in, and the place of every fault."""

from io import BytesIO

import orjson
import pytest

from shuyuan.catalog.models import Entry
from shuyuan.workbooks.documents import schema, write_document
from workbooks.conftest import remarks

ENTRY = {
    "name": "养老机构名录",
    "abstract": "摘要",
    "formats": [{"class": "database", "type": "mysql"}],
    "sharing_type": "unconditional",
    "method_types": ["service"],
    "items": [
        {"name": "code", "label": "机构编号", "data_type": "C", "length": 12, "is_key": True},
        {"label": "机构名称", "data_type": "C", "length": 60},
    ],
}


def document(*entries, **head):
    return orjson.dumps({"format": "shuyuan-catalog", "version": 1, "entries": list(entries), **head})


@pytest.fixture
def exported(factories, civil_affairs, legal):
    factories.make_published_entry(civil_affairs, sharing_type="conditional", sharing_condition="仅限核验")
    factories.make_entry(civil_affairs)

    def write():
        stream = BytesIO()
        write_document(Entry.objects.order_by("pk"), stream, made_at=legal.now, made_by="李明")
        return stream.getvalue()

    return write


def test_what_was_exported_comes_back_unchanged(bring, exported):
    made = bring(exported(), "目录.json")
    assert made.kind == "document"
    assert (made.new_count, made.changed_count, made.unchanged_count) == (0, 0, 2), remarks(made)


def test_the_document_has_every_field_that_the_schema_names(exported):
    entry = orjson.loads(exported())["entries"][0]
    described = schema()["$defs"]
    assert set(entry) == set(described["entry"]["properties"])
    assert set(entry["items"][0]) == set(described["item"]["properties"])


def test_a_document_becomes_drafts(bring, take):
    made = take(bring(document(ENTRY), "目录.json"))
    assert made.written_count == 1
    entry = Entry.objects.get()
    assert list(entry.items.values_list("name", "label", "is_key")) == [
        ("code", "机构编号", True),
        ("ji_gou_ming_cheng", "机构名称", False),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sharing_type": 1}, ("/entries/0/sharing_type", "wrong_json_type")),
        ({"sharing_type": "partly"}, ("/entries/0/sharing_type", "invalid_choice")),
        ({"method_types": "service"}, ("/entries/0/method_types", "wrong_json_type")),
        ({"abstract": "a\0b"}, ("/entries/0/abstract", "wrong_json_type")),
        ({"shared": True}, ("/entries/0/shared", "unknown_field")),
        ({"code": 7}, ("/entries/0/code", "wrong_json_type")),
        ({"class": "999"}, ("/entries/0/node", "unknown_class_named")),
        ({"provider": "tax"}, ("/entries/0/provider", "not_my_department")),
        ({"items": {}}, ("/entries/0/items", "wrong_json_type")),
        ({"items": ["x"]}, ("/entries/0/items/0", "not_an_object")),
        ({"items": [{"label": "甲", "data_type": "X"}]},
         ("/entries/0/items/0/data_type", "unknown_data_type")),
        ({"items": [{"label": "甲", "data_type": "C"}]}, ("/entries/0/items/0/length", "length_missing")),
        ({"items": [{"label": "甲", "data_type": "C", "length": True}]},
         ("/entries/0/items/0/length", "wrong_json_type")),
        ({"formats": [{"class": "database", "type": "xlsx"}]},
         ("/entries/0/formats", "format_outside_guide")),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_pointer(bring, change, expected):
    made = bring(document({**ENTRY, **change}), "目录.json")
    assert made.refused_count == 1
    found = made.remarks.filter(refuses=True).first()
    assert (found.pointer, found.code) == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "not_json"),
        (b"[]", "not_a_catalog_document"),
        (document(ENTRY, version=2), "not_a_catalog_document"),
        (document(ENTRY, entries={}), "not_a_catalog_document"),
        (b'{"format": "dcat"}', "not_a_catalog_document"),
    ],
)
def test_another_document_is_refused(bring, content, code):
    made = bring(content, "目录.json")
    assert (made.state, made.problem["code"]) == ("unreadable", code)


def test_something_that_is_no_entry_is_named(bring):
    made = bring(document(ENTRY, 7), "目录.json")
    assert (made.new_count, made.is_all_accepted) == (1, False)
    assert made.remarks.get(refuses=True).pointer == "/entries/1"
