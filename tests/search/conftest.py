"""A small published catalog of two departments, and who looks into it."""

from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role

ITEMS = {
    "低保对象救助发放信息": ("身份证号 id_card_no", "姓名 name", "发放金额 amount"),
    "婚姻登记信息": ("男方身份证号 husband_id", "女方身份证号 wife_id", "登记日期 registered_on"),
    "社会保险参保信息": ("参保险种 insurance_kind", "单位名称 org_name", "缴费年月 pay_month"),
    "企业登记信息": ("统一社会信用代码 uscc", "企业名称 org_name", "法定代表人 legal_person"),
}
PROVIDERS = {
    "低保对象救助发放信息": "civil-affairs",
    "婚姻登记信息": "civil-affairs",
    "社会保险参保信息": "human-resources",
    "企业登记信息": "market",
}
NAMES = {"civil-affairs": "虚拟市民政局", "human-resources": "虚拟市人社局", "market": "虚拟市市场监管局"}


@pytest.fixture
def legal(db):
    import_module("shuyuan.casework.services").seed_calendar()
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    return import_module("shuyuan.regulations.context").legal_now(calendar)


@pytest.fixture
def publish(legal):
    """Publishes an entry and has it found: `publish(name, department, "标签 column" …, **fields)`."""
    factories = import_module("catalog.factories")
    spec = import_module("shuyuan.engine.spec")
    departments = import_module("organizations.factories").make_department
    write = import_module("shuyuan.search.documents").write_documents

    def make(name, department="civil-affairs", *items, **fields):
        specs = [
            spec.ItemSpec(item.split()[1], item.split()[0], spec.DataType.CHARACTER, length=60)
            for item in items or ("名称 name",)
        ]
        provider = departments(department, name=NAMES.get(department, f"虚拟市{department}"))
        entry = factories.make_published_entry(provider, specs, name=name, **fields)
        assert list(write([entry], at=legal.now)) == [1]
        return entry

    return make


@pytest.fixture
def catalog(publish):
    """Four entries; their names lead to them."""
    return {
        name: publish(name, PROVIDERS[name], *items, abstract=f"{name}，用于核验。")
        for name, items in ITEMS.items()
    }


@pytest.fixture
def officer(db):
    factories = import_module("organizations.factories")
    return factories.make_actor(Role.DATA_OFFICER, factories.make_department("forestry", name="虚拟市林业局"))


@pytest.fixture
def colleague(officer):
    return import_module("organizations.factories").make_actor(Role.OPERATOR, "forestry")


@pytest.fixture
def stranger(db):
    return import_module("organizations.factories").make_actor(Role.DATA_OFFICER, "water")
