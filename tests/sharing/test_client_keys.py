"""Which keys a client may have, and that a private one never stays."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc.jwk import ECKey, OKPKey, RSAKey

from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.client_keys import make_key_pair, read_public_key


def public_pem(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable_key"),
        ("not a key", "unreadable_key"),
        ("{", "unreadable_key"),
        ('{"keys": []}', "unreadable_key"),
        ('{"kty": "OKP", "crv": "Ed25519"}', "unreadable_key"),
        ('{"kty": "OKP", "crv": "Ed25519", "x": "!!"}', "unreadable_key"),
        ('{"kty": "oct", "k": "c2VjcmV0"}', "private_key_uploaded"),
        ('{"kty": "OKP", "crv": "X25519", "x": "AAAA"}', "unsupported_key"),
        ('{"kty": ["OKP"], "crv": {}}', "unsupported_key"),
        ("x" * 20_001, "unreadable_key"),
        ("-----BEGIN PUBLIC KEY-----\n密钥\n-----END PUBLIC KEY-----", "unreadable_key"),
    ],
)
def test_what_is_no_public_key_is_refused_with_its_reason(text, code):
    with pytest.raises(BadInput) as refused:
        read_public_key(text)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "key",
    [ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())],
    ids=["ed25519", "p256"],
)
def test_an_uploaded_private_key_is_refused_in_both_forms(key):
    jwk = make_key_pair().private_jwk
    for text in (private_pem(key), jwk):
        with pytest.raises(BadInput) as refused:
            read_public_key(text)
        assert refused.value.code == "private_key_uploaded"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (rsa.generate_private_key(65537, 1024), "key_too_weak"),
        (ec.generate_private_key(ec.SECP384R1()), "unsupported_key"),
        (ed448.Ed448PrivateKey.generate(), "unsupported_key"),
    ],
    ids=["short rsa", "p384", "ed448"],
)
def test_weak_and_foreign_keys_are_refused(key, code):
    with pytest.raises(BadInput) as refused:
        read_public_key(public_pem(key))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ed25519.Ed25519PrivateKey.generate(), "EdDSA"),
        (ec.generate_private_key(ec.SECP256R1()), "ES256"),
        (rsa.generate_private_key(65537, 2048), "RS256"),
    ],
    ids=["ed25519", "p256", "rsa"],
)
def test_pem_and_jwk_of_a_key_give_the_same_record(key, algorithm):
    from_pem = read_public_key(public_pem(key))
    kinds = {"EdDSA": OKPKey, "ES256": ECKey, "RS256": RSAKey}
    jwk = kinds[algorithm].import_key(public_pem(key).encode())

    assert from_pem.algorithm == algorithm
    assert from_pem.key_id == jwk.thumbprint()
    assert "d" not in from_pem.jwk


def test_a_made_pair_shows_its_secret_only_where_it_must():
    pair = make_key_pair()

    assert read_public_key(str(pair.public.jwk).replace("'", '"')) == pair.public
    assert "PRIVATE" in pair.private_pem
    assert "PRIVATE" not in repr(pair)
