"""Access tokens: who gets one, and when it stops to be good."""

import json
import time

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.gateway.conftest import TOKEN_ENDPOINT, call, run

from shuyuan.engine.crypto import Signer
from shuyuan.engine.crypto.signing import encode
from shuyuan.engine.online import ClientSpec
from shuyuan.gateway.assertions import OauthRefused, read_form
from shuyuan.sharing.assertion import client_assertion
from shuyuan.sharing.client_keys import describe_key


def request(city, assertion=None, **form):
    """One token request at a fresh gateway."""

    async def work():
        async with city.gateway() as door:
            return await door.get_token(assertion, **form)

    return run(work)


def unsigned(city, header, **changes):
    """An assertion whose header was exchanged after signing."""
    _, claims, signature = city.assertion(**changes).split(".")
    return f"{encode(json.dumps(header).encode())}.{claims}.{signature}"


class TestGettingOne:
    def test_a_proved_client_gets_a_short_token(self, city):
        answer = request(city)
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"
        body = answer.json()
        assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)

    @pytest.mark.parametrize(
        ("form", "error"),
        [
            ({"grant_type": "password"}, "unsupported_grant_type"),
            ({"grant_type": None}, "invalid_request"),
            ({"client_assertion_type": "other"}, "invalid_client"),
            ({"client_assertion": "not a token"}, "invalid_client"),
            ({"client_assertion": "a.b.c"}, "invalid_client"),
            ({"client_assertion": "e30.e30.e30"}, "invalid_client"),
            ({"client_assertion": "x" * 9000}, "invalid_client"),
            ({"client_id": "somebody-else"}, "invalid_client"),
        ],
    )
    def test_bad_requests_get_the_errors_of_the_standard(self, city, form, error):
        answer = request(city, **form)
        assert answer.status == (401 if error == "invalid_client" else 400)
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["error"] == error

    @pytest.mark.parametrize("body", [b"grant_type", b"a=1&a=2", b"\xff\xfe=1", b"&".join([b"a=1"] * 50)])
    def test_what_is_no_form_is_an_invalid_request(self, body):
        with pytest.raises(OauthRefused) as refused:
            read_form(body)
        assert refused.value.code == "invalid_request"

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "somebody-else"},
            {"sub": "somebody-else"},
            {"sub": "nobody", "iss": "nobody"},
            {"sub": 7},
            {"aud": "https://elsewhere/oauth/token"},
            {"aud": None},
            {"aud": 7},
            {"aud": [{}, 7]},
            {"exp": 1},
            {"exp": "soon"},
            {"exp": None},
            {"exp": True},
            {"exp": 1e30},
            {"exp": 4102444800},
            {"nbf": 4102444800},
            {"iat": 4102444800},
            {"jti": None},
            {"jti": ""},
            {"jti": "x" * 200},
            {"jti": 7},
            {"jti": "a\x00b"},
        ],
    )
    def test_an_assertion_with_wrong_claims_proves_nothing(self, city, claims):
        answer = request(city, city.assertion(**claims))
        assert (answer.status, answer.json()["error"]) == (401, "invalid_client")

    def test_the_issuer_itself_may_be_the_audience(self, city):
        assert request(city, city.assertion(aud=["x", "http://127.0.0.1:8010"])).status == 200

    def test_a_foreign_key_proves_nothing(self, city):
        assert request(city, city.assertion(Signer.create())).status == 401

    def test_an_unknown_client_looks_like_a_wrong_key(self, city):
        unknown = request(city, city.assertion(sub="nobody", iss="nobody")).json()
        foreign = request(city, city.assertion(Signer.create())).json()
        assert unknown["error_description"] == foreign["error_description"]

    @pytest.mark.parametrize(
        "header",
        [
            {"alg": "none"},
            {"alg": "HS256"},
            {"alg": "ES256"},
            {"alg": "RS256"},
            {"alg": "EdDSA", "kid": "another"},
            {"alg": "EdDSA", "crit": ["exp"]},
            {},
        ],
    )
    def test_another_algorithm_than_the_keys_proves_nothing(self, city, header):
        assert request(city, unsigned(city, header)).status == 401

    def test_an_assertion_is_good_once_even_at_another_gateway(self, city):
        assertion = city.assertion()
        assert request(city, assertion).status == 200
        again = request(city, assertion)
        assert again.status == 401
        assert "used before" in again.json()["error_description"]

    def test_two_clients_may_use_the_same_number(self, city):
        city.clients.append(ClientSpec("other", "n", "s", "d", (city.client_key.public.jwk(),)))
        city.tell()
        assert request(city, city.assertion(jti="1")).status == 200
        assert request(city, city.assertion(jti="1", iss="other", sub="other")).status == 200

    @pytest.mark.parametrize(
        "make",
        [lambda: ec.generate_private_key(ec.SECP256R1()), lambda: rsa.generate_private_key(65537, 2048)],
        ids=["P-256", "RSA"],
    )
    def test_p256_and_rsa_keys_do_too(self, city, make):
        private = make()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        key = describe_key(private.public_key())
        city.clients.append(ClientSpec("other", "n", "s", "d", (key.jwk,)))
        city.tell()
        city.clock.wall = time.time()  # the tool that clients use reads the clock itself
        assert request(city, client_assertion("other", pem, TOKEN_ENDPOINT)).status == 200
        forged = client_assertion("other", pem, TOKEN_ENDPOINT)[:-8] + "AAAAAAAA"
        assert request(city, forged).status == 401


class TestUsingOne:
    def with_header(self, city, authorization):
        async def work():
            async with city.gateway() as door:
                await door.sign_in()
                value = authorization(door.token) if callable(authorization) else authorization
                return await door.lookup(headers={"authorization": value})

        return run(work)

    def test_a_request_without_a_token_is_told_how(self, city):
        async def work():
            async with city.gateway() as door:
                return await call(door.app, "POST", "/v1/data/307001-1/lookup")

        answer = run(work)
        assert (answer.status, answer.json()["code"]) == (401, "not_signed_in")
        assert answer.headers["www-authenticate"] == 'Bearer realm="shuyuan"'

    @pytest.mark.parametrize(
        "authorization",
        [
            "Bearer x",
            "Bearer a.b.c",
            "Bearer " + "x" * 5000,
            lambda token: f"Bearer {token[:-4]}AAAA",
            lambda token: f"Bearer {token}.x",
            lambda token: "Bearer " + ".".join(("e30", *token.split(".")[1:])),
        ],
    )
    def test_a_broken_token_is_refused(self, city, authorization):
        answer = self.with_header(city, authorization)
        assert (answer.status, answer.json()["code"]) == (401, "invalid_token")
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]

    def test_another_scheme_is_no_token(self, city):
        assert self.with_header(city, "Basic eDp5").json()["code"] == "not_signed_in"

    def test_a_client_assertion_is_no_access_token(self, city):
        assert self.with_header(city, f"Bearer {city.assertion()}").json()["code"] == "invalid_token"

    def test_a_token_of_another_issuer_is_refused(self, city):
        async def work():
            async with city.gateway(address="https://elsewhere", audiences=(TOKEN_ENDPOINT,)) as other:
                token = await other.sign_in()
            async with city.gateway() as door:
                door.token = token
                return await door.lookup()

        assert run(work).json()["code"] == "invalid_token"

    def test_a_token_ends_after_ten_minutes_although_it_was_remembered(self, city):
        async def work():
            async with city.gateway() as door:
                good = await door.lookup()
                city.clock.pass_(600)
                await door.refresh()
                return good, await door.lookup()

        good, late = run(work)
        assert (good.status, late.status) == (200, 401)

    def test_a_token_is_good_at_another_gateway_of_the_same_city(self, city):
        async def work():
            async with city.gateway() as one:
                token = await one.sign_in()
            async with city.gateway() as other:
                other.token = token
                return await other.lookup()

        assert run(work).status == 200

    @pytest.mark.parametrize("change", ["deactivated", "left out", "new key"])
    def test_a_token_dies_with_its_client_or_key(self, city, change):
        async def work():
            async with city.gateway() as door:
                before = await door.lookup()
                clients = {client.id: client for client in city.clients}
                client = clients.pop("housing-app")
                if change == "deactivated":
                    clients["housing-app"] = ClientSpec(
                        **{**client.to_json(), "keys": client.keys, "active": False}
                    )
                elif change == "new key":
                    clients["housing-app"] = city.client("housing-app", Signer.create())
                city.clients = list(clients.values())
                city.tell()
                await door.refresh()
                return before, await door.lookup(), await door.get_token()

        before, after, token = run(work)
        assert (before.status, after.status, token.status) == (200, 401, 401)
        assert after.json()["code"] == "invalid_token"

    def test_many_tokens_do_not_fill_the_memory(self, city, monkeypatch):
        monkeypatch.setattr("shuyuan.gateway.tokens._MOST_REMEMBERED", 3)

        async def work():
            async with city.gateway() as door:
                for _ in range(7):
                    await door.sign_in()
                    assert (await door.lookup()).status == 200
                return len(door.app.parts.lookups._tokens._sessions)

        assert run(work) <= 3


class TestDocuments:
    def test_the_published_keys_check_receipts(self, city):
        async def work():
            async with city.gateway() as door:
                return await door.get("/.well-known/jwks.json"), await door.lookup()

        keys, answer = run(work)
        ids = {one["purpose"]: one["kid"] for one in keys.json()["keys"]}
        assert answer.json()["receipt"]["key_id"] == ids["receipt"]
        assert all("d" not in one for one in keys.json()["keys"])

    def test_the_metadata_names_the_endpoints(self, city):
        async def work():
            async with city.gateway() as door:
                return await door.get("/.well-known/oauth-authorization-server")

        body = run(work).json()
        assert body["token_endpoint"] == TOKEN_ENDPOINT
        assert body["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
