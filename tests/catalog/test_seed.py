"""The demonstration's entries: complete, in every state, and made once."""

import pytest

from shuyuan.catalog.models import Entry
from shuyuan.catalog.seed import seed_entries
from shuyuan.catalog.selectors import entry_spec, list_published_entries
from shuyuan.engine.spec import CheckKind
from shuyuan.kernel.actor import Role

DEPARTMENTS = (
    "civil-affairs",
    "statistics",
    "public-security",
    "market-regulation",
    "human-resources",
    "real-estate-registry",
    "tax",
)


@pytest.fixture
def posts(organizations, bureau):
    return [organizations.make_actor(Role.DATA_OFFICER, code) for code in DEPARTMENTS]


def test_without_officers_nothing_is_made(legal, bureau):
    assert seed_entries(legal=legal) == []


def test_the_demonstration_has_entries_in_every_state_and_is_made_once(posts, legal):
    made = seed_entries(legal=legal)
    assert len(made) == 16
    states = {entry.state for entry in Entry.objects.all()}
    assert states == {"draft", "submitted", "returned", "published"}
    assert {entry.sharing_type for entry in list_published_entries()} == {
        "unconditional",
        "conditional",
        "not_shared",
    }
    count = Entry.objects.count()
    assert seed_entries(legal=legal) == []
    assert Entry.objects.count() == count


def test_a_township_names_a_county_that_exists(posts, legal):
    seed_entries(legal=legal)
    townships = Entry.objects.get(name="乡级行政区划代码")
    counties = Entry.objects.get(name="县级行政区划代码")
    check = entry_spec(townships).item("area_code").checks[0]
    assert (check.kind, check.params) == (CheckKind.REFERENCE, {"entry": counties.code, "item": "code"})


def test_identity_numbers_of_the_demonstration_are_sensitive_everywhere(posts, legal):
    seed_entries(legal=legal)
    for spec in map(entry_spec, list_published_entries()):
        for item in spec.items:
            if any(check.kind is CheckKind.RESIDENT_ID for check in item.checks):
                assert item.sensitive, f"{spec.name} {item.label}"
