"""What a client signs for the token endpoint."""

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from shuyuan.engine.crypto import PublicKey
from shuyuan.engine.crypto.signing import decode
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.assertion import LIFETIME_SECONDS, client_assertion
from shuyuan.sharing.client_keys import make_key_pair

ENDPOINT = "http://gateway.example/oauth/token"


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def test_an_assertion_verifies_with_the_public_key_that_the_platform_keeps():
    pair = make_key_pair()
    header, claims, signature = client_assertion("sys-00001-abcd", pair.private_pem, ENDPOINT).split(".")
    stated = orjson.loads(decode(claims))

    key = PublicKey.from_jwk(pair.public.jwk)
    assert key.verifies(f"{header}.{claims}".encode(), decode(signature))
    assert orjson.loads(decode(header)) == {"alg": "EdDSA", "typ": "JWT", "kid": pair.public.key_id}
    assert stated["iss"] == stated["sub"] == "sys-00001-abcd"
    assert stated["aud"] == ENDPOINT
    assert stated["exp"] - stated["iat"] == LIFETIME_SECONDS


@pytest.mark.parametrize(
    ("key", "kind", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP256R1()), ECKey, "ES256"),
        (rsa.generate_private_key(65537, 2048), RSAKey, "RS256"),
    ],
    ids=["p256", "rsa"],
)
def test_the_other_kinds_of_keys_verify_with_a_jose_library(key, kind, algorithm):
    signed = client_assertion("c", pem(key), ENDPOINT)
    token = jwt.decode(signed, kind.import_key(pem(key).encode()), algorithms=[algorithm])

    assert token.claims["sub"] == "c"


def test_two_assertions_are_never_the_same():
    pair = make_key_pair()
    first, second = (client_assertion("c", pair.private_pem, ENDPOINT) for _ in range(2))

    assert first != second


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable_key"),
        ("密钥", "unreadable_key"),
        ("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----", "unreadable_key"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "unsupported_key"),
    ],
)
def test_what_is_no_private_key_of_a_client_is_refused(text, code):
    with pytest.raises(BadInput) as refused:
        client_assertion("c", text, ENDPOINT)

    assert refused.value.code == code
