"""Requests without a server: an actor, a law that knows one provision, and whatever the test says."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound


class StubReasons:
    """Texts of one reason code."""

    def say(self, reason, language):
        return f"{reason.code} 的理由" if language.startswith("zh") else f"why {reason.code}"


class StubLaw:
    """Knows jz-data-2020/14.2 and nothing else."""

    reasons = StubReasons()

    def cite(self, cites):
        if cites != "jz-data-2020/14.2":
            raise NotFound(code="unknown_provision")
        place = SimpleNamespace(of=lambda language: "第十四条第二款")
        return SimpleNamespace(text=lambda language: "《虚拟办法》第十四条第二款", place=place)

    def remedy(self, reason, language):
        return "改正后再办"


@pytest.fixture(autouse=True)
def one_post(monkeypatch):
    """Nobody of these tests stands in the database, so nobody has posts to switch between, nor messages."""
    monkeypatch.setattr("shuyuan.config.context.list_posts", lambda person_id: [])
    monkeypatch.setattr("shuyuan.web.navigation._TOOLS", {})


@pytest.fixture
def legal():
    now = datetime(2026, 11, 23, 9, 0).astimezone()
    return SimpleNamespace(law=StubLaw(), today=date(2026, 11, 23), now=now)


@pytest.fixture
def operator():
    return Actor(1, "测试甲", 7, "419900", Role.OPERATOR)


@pytest.fixture
def ask(legal, operator):
    """`ask("/path/?q=1")`: a GET request of an operator; `actor=None` for a visitor, headers by name."""

    def build(path="/", *, method="get", actor=operator, **headers):
        request = getattr(RequestFactory(), method)(path, headers=headers)
        request.actor = actor
        request.legal = legal
        request.user = SimpleNamespace(is_authenticated=True) if actor else AnonymousUser()
        return request

    return build
