"""How the pages ask the gateway: one token for many questions, a new one when it ends, clear silence."""

from pathlib import Path
from urllib.parse import parse_qs

import httpx2
import orjson
import pytest

from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.crypto.signing import decode
from shuyuan.kernel.errors import Unavailable
from shuyuan.sharing.gateway_client import Answer, GatewayClient, Refusal

URL = "http://gateway.example"


class FakeGateway:
    """Gives tokens and the answer that a test sets; keeps what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.tokens = []
        self.lookups = []
        self.expires_in = 600

    def __call__(self, request):
        if request.url.path == "/oauth/token":
            self.tokens.append(parse_qs(request.content.decode()))
            return httpx2.Response(
                200, json={"access_token": f"t{len(self.tokens)}", "expires_in": self.expires_in}
            )
        self.lookups.append(request)
        return self.answer(request) if callable(self.answer) else self.answer


@pytest.fixture
def ask(grant, officer, settings):
    """Ask a fake gateway once, or several times, with one client."""

    def run(gateway, times=1):
        client = GatewayClient(URL, Path(settings.KEYS), transport=httpx2.MockTransport(gateway))
        return [
            client.lookup(grant, key="419901199001010018", business_number="JZ-1", actor=officer)
            for _ in range(times)
        ][-1]

    return run


def test_a_lookup_names_grant_purpose_matter_and_person_and_no_key_stands_in_the_address(ask, grant, officer):
    gateway = FakeGateway(httpx2.Response(200, content=b'{"results":[]}'))
    answer = ask(gateway)

    request = gateway.lookups[0]
    assert answer == Answer(b'{"results":[]}')
    assert str(request.url) == f"{URL}/v1/data/{grant.entry.path}/lookup"
    assert request.headers["authorization"] == "Bearer t1"
    assert orjson.loads(request.content) == {
        "grant": grant.number,
        "purpose": "administrative_basis",
        "business_number": "JZ-1",
        "key": "419901199001010018",
        "on_behalf_of": {"post": str(officer.post_id), "person": officer.name},
    }


def test_the_assertion_is_signed_with_the_key_of_the_pages(ask, settings):
    gateway = FakeGateway(httpx2.Response(200, content=b"{}"))
    ask(gateway)

    signed, _, signature = gateway.tokens[0]["client_assertion"][0].rpartition(".")
    claims = orjson.loads(decode(signed.split(".")[1]))
    assert KeyFolder(Path(settings.KEYS)).public("portal").verifies(signed.encode(), decode(signature))
    assert (claims["iss"], claims["aud"]) == ("portal", f"{URL}/oauth/token")


def test_one_token_serves_many_lookups_and_one_that_ends_soon_is_not_used_again(ask):
    gateway = FakeGateway(httpx2.Response(200, content=b"{}"))
    ask(gateway, times=3)
    assert len(gateway.tokens) == 1

    gateway.expires_in = 20
    ask(gateway, times=2)
    assert len(gateway.tokens) == 3


def test_a_token_that_the_gateway_forgot_is_replaced_once(ask):
    def answer(request):
        known = request.headers["authorization"] == "Bearer t2"
        return httpx2.Response(200, content=b"{}") if known else httpx2.Response(401, json={"code": "x"})

    gateway = FakeGateway(answer)
    assert isinstance(ask(gateway), Answer)
    assert len(gateway.tokens) == 2


def test_a_refusal_keeps_its_reasons_and_a_page_of_a_proxy_becomes_one(ask):
    problem = {"code": "lookup_refused", "reasons": [{"code": "grant_expired", "cites": "jz-data-2020/22.1"}]}
    assert ask(FakeGateway(httpx2.Response(403, json=problem))) == Refusal(403, problem)
    strange = ask(FakeGateway(httpx2.Response(502, content=b"<html>bad gateway</html>")))
    assert strange.problem["code"] == "no_gateway"


def test_silence_is_unavailable(ask):
    def silent(request):
        raise httpx2.ConnectError("refused")

    with pytest.raises(Unavailable) as refused:
        ask(silent)
    assert refused.value.code == "no_gateway"


def test_a_gateway_that_does_not_know_the_pages_yet_is_unavailable(ask):
    with pytest.raises(Unavailable) as refused:
        ask(lambda request: httpx2.Response(401, json={"error": "invalid_client"}))
    assert refused.value.code == "portal_not_known"
