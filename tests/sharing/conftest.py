"""A city for sharing: provider, consumer and bureau with their people, two entries, a client, a calendar."""

from datetime import date, datetime
from importlib import import_module

import pytest
import time_machine

from shuyuan.kernel.actor import Role

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Every test has its own keys and online store."""
    settings.KEYS = str(tmp_path / "keys")
    settings.ONLINE_URL = f"sqlite:///{tmp_path / 'online.sqlite3'}"
    import_module("shuyuan.engine.crypto").create(tmp_path / "keys")


@pytest.fixture
def legal(db):
    import_module("shuyuan.casework.services").seed_calendar()
    context = import_module("shuyuan.regulations.context")
    law = import_module("shuyuan.regulations.law")
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=context.LEGAL_ZONE)
    return context.LegalContext(law.load_law(), calendar, TODAY, now)


@pytest.fixture
def organizations(db):
    return import_module("organizations.factories")


@pytest.fixture
def provider(organizations):
    return organizations.make_department("public-security", name="虚拟市公安局")


@pytest.fixture
def consumer(organizations):
    return organizations.make_department("civil-affairs", name="虚拟市民政局")


@pytest.fixture
def bureau(organizations):
    return organizations.make_department("data-bureau", name="虚拟市大数据局")


@pytest.fixture
def officer(organizations, consumer):
    """Who asks: the data officer of the consumer department."""
    return organizations.make_actor(Role.DATA_OFFICER, consumer)


@pytest.fixture
def keeper(organizations, provider):
    """The data officer of the provider."""
    return organizations.make_actor(Role.DATA_OFFICER, provider)


@pytest.fixture
def reviewer(organizations, bureau):
    """Who decides."""
    return organizations.make_actor(Role.DATA_ADMINISTRATION, bureau)


@pytest.fixture
def stranger(organizations):
    """A data officer of a department that has nothing to do with it."""
    return organizations.make_actor(Role.DATA_OFFICER, organizations.make_department("forestry"))


@pytest.fixture
def townships(provider):
    """An entry of unconditional sharing."""
    return import_module("catalog.factories").make_published_entry(provider)


@pytest.fixture
def population(provider):
    """An entry of conditional sharing: number and name are sensitive, the district is not."""
    spec = import_module("shuyuan.engine.spec")
    items = (
        spec.ItemSpec(
            "id_number",
            "身份证号码",
            spec.DataType.CHARACTER,
            length=18,
            is_key=True,
            sensitive=True,
            checks=(spec.Check(spec.CheckKind.RESIDENT_ID),),
        ),
        spec.ItemSpec("name", "姓名", spec.DataType.CHARACTER, length=50, required=True, sensitive=True),
        spec.ItemSpec("born_on", "出生日期", spec.DataType.DATE),
        spec.ItemSpec("district", "区划代码", spec.DataType.CHARACTER, length=6),
    )
    return import_module("catalog.factories").make_published_entry(
        provider,
        items,
        name="人口基础信息",
        subject_kind="person",
        sharing_type="conditional",
        sharing_condition="用于法定职责内的身份核验",
        sharing_purposes=["administrative_basis", "verification"],
    )


@pytest.fixture
def system(consumer, officer):
    """A registered system of the consumer department."""
    models = import_module("shuyuan.systems.models")
    return models.InformationSystem.objects.create(
        name="社会救助管理系统",
        department=consumer,
        network="egov_extranet",
        hosting="government_cloud",
        duty="办理社会救助",
        state="registered",
        proposed_by_id=officer.person_id,
        proposed_on=TODAY,
        registered_on=TODAY,
    )


@pytest.fixture
def pair():
    """A key pair of a client."""
    return import_module("shuyuan.sharing.client_keys").make_key_pair()


@pytest.fixture
def client_system(system, pair, officer, legal):
    """A machine client of the consumer department."""
    return import_module("shuyuan.sharing.services").register_client(
        system.pk, name="救助核验", key=pair.public, actor=officer, legal=legal
    )


@pytest.fixture
def wishes(client_system):
    """Make wishes for items of an entry, valid ones unless a test says otherwise."""
    records = import_module("shuyuan.sharing.wishes")

    def make(*items, **changes):
        values = {
            "modes": ("api", "online_query"),
            "clients": (client_system.client_id,),
            "wished_until": date(2027, 6, 30),
            **changes,
        }
        return records.Wishes(items=items, **values)

    return make


@pytest.fixture
def grounds():
    """Complete grounds for conditional data."""
    return import_module("shuyuan.sharing.wishes").Grounds(
        purpose_kind="administrative_basis",
        purpose="核验救助对象身份",
        scenario="受理救助申请时按身份证号码逐条核验",
        legal_basis="社会救助有关行政法规",
        duty_basis="部门三定方案中的救助职责",
        business_need="每日约两百件申请需要核验",
    )


@pytest.fixture
def submitted(population, wishes, grounds, officer, legal):
    """A request for conditional items that waits for its decision."""
    services = import_module("shuyuan.sharing.services")
    request = services.draft_request(
        population.code, wishes=wishes("id_number", "name", "born_on"), actor=officer, legal=legal
    )
    request = services.state_grounds(
        request.number, revision=request.revision, grounds=grounds, actor=officer, legal=legal
    )
    return services.submit_request(request.number, revision=request.revision, actor=officer, legal=legal)


@pytest.fixture
def grant(submitted, reviewer, legal):
    """What was given of it: the number whole, the name masked, the day of birth refused."""
    services = import_module("shuyuan.sharing.services")
    spec = import_module("shuyuan.engine.spec")
    states = import_module("shuyuan.sharing.states")
    return services.decide_request(
        submitted.number,
        revision=submitted.revision,
        decisions={
            "id_number": services.ItemDecision(states.Decision.GIVEN),
            "name": services.ItemDecision(states.Decision.MASKED, spec.Mask(spec.MaskKind.KEEP, 1, 0)),
            "born_on": services.ItemDecision(states.Decision.REFUSED, reason="与用途无关"),
        },
        terms=services.Terms(date(2027, 3, 31), ("api", "online_query"), daily_quota=500),
        actor=reviewer,
        legal=legal,
    )


@pytest.fixture
def enter(legal):
    """`enter(actor)`: a browser in which that actor is signed in, acting in that post, on the test's day."""
    client = import_module("django.test").Client
    person = import_module("shuyuan.organizations.models").Person
    backend = "django.contrib.auth.backends.ModelBackend"

    def sign_in(actor):
        browser = client()
        browser.force_login(person.objects.get(pk=actor.person_id), backend=backend)
        session = browser.session
        session["post"] = actor.post_id
        session.save()
        return browser

    with time_machine.travel(legal.now):
        yield sign_in
