"""Fixtures: the bureau, departments with principal officers, a county, Monday 23 November 2026."""

from datetime import date
from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Papers are kept in a folder of the test."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")


@pytest.fixture
def bureau(organizations):
    department = organizations.make_department(
        "data-administration", name="虚拟市政务服务和大数据管理局", kind="city"
    )
    return organizations.make_actor(Role.DATA_ADMINISTRATION, department)


@pytest.fixture
def civil(organizations):
    return organizations.make_department("civil-affairs", name="虚拟市民政局")


@pytest.fixture
def tax(organizations):
    return organizations.make_department("tax", name="虚拟市税务局")


@pytest.fixture
def county(organizations):
    """A county office with two departments below it."""
    region = organizations.make_region("419921", "虚拟县")
    office = organizations.make_department(
        "county-419921", name="虚拟县政务服务和大数据管理局", kind="county", region=region
    )
    for code, name in (("county-water", "虚拟县水利局"), ("county-school", "虚拟县教育局")):
        organizations.make_department(code, name=name, kind="county_department", region=region, parent=office)
    return office


@pytest.fixture
def principal(organizations):
    """`principal(department)`: its principal officer, made on first use."""
    found = {}

    def of(department):
        code = getattr(department, "code", department)
        if code not in found:
            found[code] = organizations.make_actor(Role.PRINCIPAL_OFFICER, code)
        return found[code]

    return of


@pytest.fixture
def start(bureau, legal):
    """`start(*departments)`: a campaign for 2027 that asks them."""
    services = import_module("shuyuan.campaigns.services")

    def begin(*departments, **fields):
        fields = {
            "name": "2027年度目录编制",
            "year": 2027,
            "opens_on": TODAY,
            "closes_on": date(2026, 12, 4),
            "county_due_on": date(2026, 12, 9),
            "review_due_on": date(2026, 12, 18),
            "departments": [getattr(one, "code", one) for one in departments],
            **fields,
        }
        return services.open_campaign(**fields, actor=bureau, legal=legal)

    return begin
