"""The public feeds answer a visitor so many times a minute, and say when to come back."""

import pytest
from django.core.cache import caches
from django.test import Client, RequestFactory

from shuyuan.feeds.rate import address_of


@pytest.fixture(autouse=True)
def few_requests(settings, db):
    settings.PUBLIC_RATE = 2
    caches["rates"].clear()
    yield
    caches["rates"].clear()


@pytest.mark.usefixtures("city", "legal")
def test_who_asks_too_often_is_told_when_to_come_back():
    visitor = Client(REMOTE_ADDR="192.0.2.7")
    assert [visitor.get("/open/").status_code for _ in range(2)] == [200, 200]
    refused = visitor.get("/api/3/action/package_list")
    assert refused.status_code == 429
    assert refused.headers["Content-Type"].startswith("application/problem+json")
    assert refused.json()["code"] == "public_rate"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert visitor.get("/open/").status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.8").get("/open/").status_code == 200
    assert visitor.get("/law/").status_code == 200


def test_behind_the_own_proxy_the_address_that_it_saw_counts(settings):
    asked = RequestFactory().get("/open/", headers={"X-Forwarded-For": "10.0.0.1, 192.0.2.9"})
    assert address_of(asked) == "127.0.0.1"
    settings.BEHIND_TLS = True
    assert address_of(asked) == "192.0.2.9"
    assert address_of(RequestFactory().get("/open/")) == "127.0.0.1"
