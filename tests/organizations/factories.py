"""Makes valid departments, people and posts for the tests of all rooms."""

from datetime import date
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from shuyuan.kernel.actor import Actor, Role
from shuyuan.organizations.models import Department, Person, Post, Region
from shuyuan.organizations.selectors import as_actor

PASSWORD = "correct-horse-7"

_numbers = count(1)
_hashed = cache(make_password)


def make_region(code="410800", name="焦作市", **fields) -> Region:
    """The region of that code, made on first use."""
    return Region.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def make_department(code="", **fields) -> Department:
    """The department of that code, made on first use; without a code a new one each time."""
    number = next(_numbers)
    code = code or f"department-{number}"
    fields = {"name": f"{code} 局", "uscc": f"11419900{number:010d}", **fields}
    fields.setdefault("region", Region.objects.filter(code="410800").first() or make_region())
    return Department.objects.get_or_create(code=code, defaults=fields)[0]


def make_person(username="", **fields) -> Person:
    """A person with the password `PASSWORD`; without a name a new one each time."""
    username = username or f"person{next(_numbers)}"
    fields = {"full_name": f"测试{username}", "password": _hashed(fields.pop("password", PASSWORD)), **fields}
    return Person.objects.create(username=username, **fields)


def make_post(role=Role.DATA_OFFICER, department=None, *, person=None, **fields) -> Post:
    """A post in force; department and person are made when they are not given."""
    return Post.objects.create(
        person=person or make_person(),
        department=department or make_department(),
        role=Role(role),
        **{"started_on": date(2026, 1, 5), **fields},
    )


def actor(post: Post) -> Actor:
    """Who acts in that post."""
    return as_actor(post)


def make_actor(role=Role.DATA_OFFICER, department=None) -> Actor:
    """A new person acting in a new post of the department (a model or a code)."""
    if isinstance(department, str):
        department = make_department(department)
    return actor(make_post(role, department))
