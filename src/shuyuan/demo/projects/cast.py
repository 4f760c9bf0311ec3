"""Who acts in the simulated years: an officer in each unit, and the offices of projects."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from shuyuan.kernel.actor import PLATFORM, Actor, Role
from shuyuan.organizations.models import Department, Person, Post
from shuyuan.organizations.selectors import as_actor
from shuyuan.organizations.services import appoint_post
from shuyuan.projects.rules.stages import UNIT
from shuyuan.regulations.context import LegalContext

#: The bureau has the projects of all others before it.
_BUREAU = "data-administration"
_KINDS = ("city", "institution", "oversight")
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = ("晓东", "海燕", "志刚", "雪梅", "立新", "文静", "国庆", "春华", "永强", "丽娟", "少杰", "慧敏")


@dataclass(frozen=True)
class Cast:
    """The people of the simulation: `officers` by the code of their unit, units where somebody signs in."""

    officers: dict[str, Actor]
    bureau: Actor
    commission: Actor
    finance: Actor
    auditor: Actor
    units: tuple[Department, ...]
    signed_in: tuple[Department, ...]


def find_cast(actors: dict[str, Actor], *, legal: LegalContext) -> Cast:
    """The people of the demonstration, and an officer without a sign-in for every other city department."""
    units = tuple(
        Department.objects.filter(is_active=True, kind__in=_KINDS).exclude(code=_BUREAU).order_by("code")
    )
    officers = {actor.department: actor for actor in actors.values() if actor.role is Role.DATA_OFFICER}
    by_code = {unit.code: unit for unit in units}
    own = dict.fromkeys(actor.department for actor in actors.values() if actor.role in UNIT)
    signed_in = tuple(by_code[code] for code in own if code in by_code)
    for number, unit in enumerate(units):
        if unit.code not in officers:
            officers[unit.code] = _officer(unit, number, legal)
    return Cast(
        officers=officers,
        bureau=actors["bureau"],
        commission=actors["commission"],
        finance=actors["finance"],
        auditor=actors["auditor"],
        units=units,
        signed_in=signed_in,
    )


def _officer(unit: Department, number: int, legal: LegalContext) -> Actor:
    posts = Post.objects.select_related("person", "department")
    held = posts.filter(department=unit, role=Role.DATA_OFFICER.value, ended_on__isnull=True).first()
    if held is not None:
        return as_actor(held)
    name = _FAMILY[number % len(_FAMILY)] + _GIVEN[(number * 5) % len(_GIVEN)]
    username = f"officer-{unit.code}"[:150]
    Person.objects.get_or_create(
        username=username, defaults={"full_name": name, "home": unit, "password": make_password(None)}
    )
    appoint_post(
        username,
        department=unit.code,
        role=Role.DATA_OFFICER,
        title="数据专职人员",
        actor=PLATFORM,
        legal=legal,
    )
    return as_actor(posts.get(person__username=username, role=Role.DATA_OFFICER.value, ended_on__isnull=True))
