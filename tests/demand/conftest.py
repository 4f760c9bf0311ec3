"""A department with a need, two that may meet it, and the bureau."""

from importlib import import_module

import pytest

from shuyuan.demand import services
from shuyuan.demand.wishes import Wishes
from shuyuan.kernel.actor import Role

ITEMS = ("身份证号", "残疾类别", "残疾等级")


@pytest.fixture
def legal(db):
    import_module("shuyuan.casework.services").seed_calendar()
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    return import_module("shuyuan.regulations.context").legal_now(calendar)


@pytest.fixture
def officer(organizations):
    department = organizations.make_department("civil-affairs", name="虚拟市民政局")
    return organizations.make_actor(Role.DATA_OFFICER, department)


@pytest.fixture
def provider(organizations):
    return organizations.make_department("disabled-federation", name="虚拟市残联")


@pytest.fixture
def keeper(organizations, provider):
    return organizations.make_actor(Role.DATA_OFFICER, provider)


@pytest.fixture
def stranger(organizations):
    return organizations.make_actor(Role.DATA_OFFICER, "forestry")


@pytest.fixture
def bureau(organizations):
    department = organizations.make_department("data-administration", name="虚拟市大数据局")
    return organizations.make_actor(Role.DATA_ADMINISTRATION, department)


@pytest.fixture
def publish(legal):
    """Publishes an entry of a department with these items and has it found."""
    factories = import_module("catalog.factories")
    spec = import_module("shuyuan.engine.spec")
    write = import_module("shuyuan.search.documents").write_documents

    def make(department, name, labels=ITEMS, **fields):
        specs = [
            spec.ItemSpec(f"column{number}", label, spec.DataType.CHARACTER, length=60, is_key=not number)
            for number, label in enumerate(labels)
        ]
        entry = factories.make_published_entry(department, specs, name=name, **fields)
        list(write([entry], at=legal.now))
        return entry

    return make


@pytest.fixture
def wishes():
    return Wishes(
        name="残疾人证持证信息",
        scenario="受理低保申请时核对持证情况",
        legal_basis="社会救助有关行政法规",
        duty_basis="部门三定方案中的救助职责",
        items=ITEMS,
    )


@pytest.fixture
def state(officer, wishes, legal):
    """States the demand."""
    return lambda **changes: services.state_demand(
        wishes=wishes.__class__(**{**vars(wishes), **changes}), actor=officer, legal=legal
    )


@pytest.fixture
def routed(state, bureau, provider, legal):
    """A demand that lies with the provider for ten working days."""
    due_on = legal.calendar.add(legal.today, 10)
    return services.route_demand(
        state().number, provider=provider.code, due_on=due_on, actor=bureau, legal=legal
    )
