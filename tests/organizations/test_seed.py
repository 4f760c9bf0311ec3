"""The seed: complete, valid, and harmless when it runs again."""

import pytest

from shuyuan.audit.models import Entry
from shuyuan.kernel.identifiers import uscc
from shuyuan.organizations.directory import read_departments
from shuyuan.organizations.models import Department, Region
from shuyuan.organizations.pinyin import initials
from shuyuan.organizations.seed import seed_departments, seed_regions
from shuyuan.organizations.selectors import find_departments

pytestmark = pytest.mark.django_db


def test_the_city_has_eleven_counties_one_of_them_known_to_the_statistics_bureau_only():
    assert seed_regions() == 13
    counties = Region.objects.filter(parent__code="410800")
    assert counties.count() == 11
    zone = Region.objects.get(code_system=Region.CodeSystem.STATISTICAL)
    assert (zone.code, zone.legal_parent.code) == ("410871", "410811")


def test_every_department_has_a_valid_made_up_credit_code_and_a_kind():
    seed_departments()
    departments = Department.objects.all()
    assert departments.count() == len(read_departments()) == 74
    assert departments.filter(kind="county").count() == 11
    for department in departments:
        assert uscc.fault(department.uscc) is None
        assert department.uscc[2:6] == "4199"
        assert department.kind in Department.Kind.values
        department.full_clean()


def test_running_it_again_changes_nothing_and_keeps_what_was_edited():
    seed_departments()
    Department.objects.filter(code="education").update(name="焦作市教育体育局")
    entries = Entry.objects.count()
    assert seed_departments() == 0
    assert Department.objects.get(code="education").name == "焦作市教育体育局"
    assert Entry.objects.count() == entries == 2


@pytest.mark.parametrize("text", ["教育局", "jzsjyj", "JZSJYJ", "education"])
def test_a_department_is_found_by_name_initials_or_code(text):
    seed_departments()
    assert [found.code for found in find_departments(text)] == ["education"]


@pytest.mark.parametrize(
    ("text", "expected"), [("焦作市教育局", "jzsjyj"), ("12345热线", "12345rx"), ("", ""), ("，。", "")]
)
def test_initials_keep_letters_and_digits(text, expected):
    assert initials(text) == expected
