"""A city for data elements: police, civil affairs and the bureau, entries on persons, the starting set."""

from importlib import import_module

import pytest

from shuyuan.engine.spec import Check, CheckKind, DataType, ItemSpec
from shuyuan.kernel.actor import Role

TEXT = DataType.CHARACTER
IDENTITY = (Check(CheckKind.RESIDENT_ID, {}),)


@pytest.fixture
def police(organizations):
    return organizations.make_department("public-security", name="虚拟市公安局")


@pytest.fixture
def civil(organizations):
    return organizations.make_department("civil-affairs", name="虚拟市民政局")


@pytest.fixture
def officer(organizations, civil):
    return organizations.make_actor(Role.DATA_OFFICER, civil)


@pytest.fixture
def policeman(organizations, police):
    return organizations.make_actor(Role.DATA_OFFICER, police)


@pytest.fixture
def bureau(organizations):
    department = organizations.make_department("data-administration", name="虚拟市大数据局")
    return organizations.make_actor(Role.DATA_ADMINISTRATION, department)


@pytest.fixture
def starting_set(police, civil):
    """The elements that set-up brings, and a way to get one by name."""
    import_module("shuyuan.elements.seed").seed_elements()
    model = import_module("shuyuan.elements.models").DataElement
    return lambda name: model.objects.get(name=name)


def items(*extra):
    """The items of an entry on persons: the key, then what is given as (column, name) or specs."""
    key = ItemSpec("id_number", "身份证件号码", TEXT, length=18, is_key=True, sensitive=True, checks=IDENTITY)
    made = [one if isinstance(one, ItemSpec) else ItemSpec(*one, TEXT, length=50) for one in extra]
    return (key, *made)


@pytest.fixture
def population(catalog, police, starting_set):
    """What police publishes on everybody."""
    return catalog.make_published_entry(
        police,
        items(("xm", "姓名"), ("hyzk", "婚姻状况"), ItemSpec("csrq", "出生日期", DataType.DATE)),
        name="户籍人口基本信息",
        subject_kind="person",
        sharing_type="conditional",
    )


@pytest.fixture
def relief(catalog, civil, starting_set):
    """What civil affairs publishes on people who get relief."""
    return catalog.make_published_entry(
        civil,
        items(("person_name", "申请人姓名"), ("hyzk", "婚姻状况"), ("remark", "入户调查记录")),
        name="社会救助对象",
        subject_kind="person",
        sharing_type="conditional",
    )


@pytest.fixture
def services():
    return import_module("shuyuan.elements.services")


@pytest.fixture
def bound(services, bureau, legal, starting_set):
    """Bind an item by the name of its element: `bound(entry, "xm", "姓名", use="collects")`."""

    def bind(entry, column, name, *, use="uses"):
        code = starting_set(name).code
        return services.bind_item(entry.pk, column, element=code, use=use, actor=bureau, legal=legal)

    return bind
