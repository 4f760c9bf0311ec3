"""Sealing, blind indexes, key files, signatures."""

import logging
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuyuan.engine.crypto import INTERNATIONAL, SM, SUITES, KeyFolder, PublicKey, Signer, create, suite_named
from shuyuan.kernel.errors import BadInput, Unavailable

SUITE_NAMES = sorted(SUITES)


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITE_NAMES)
class TestEverySuite:
    def test_a_changed_byte_is_noticed(self, suite):
        sealed = bytearray(suite.seal(bytes(suite.key_bytes), b"secret", b"here"))
        sealed[-1] ^= 1
        with pytest.raises(BadInput) as refused:
            suite.open(bytes(suite.key_bytes), bytes(sealed), b"here")
        assert refused.value.code == "seal_broken"

    def test_a_value_moved_to_another_place_is_noticed(self, suite):
        sealed = suite.seal(bytes(suite.key_bytes), b"secret", b"here")
        with pytest.raises(BadInput):
            suite.open(bytes(suite.key_bytes), sealed, b"there")

    def test_what_is_sealed_opens_again(self, suite):
        key = os.urandom(suite.key_bytes)
        assert suite.open(key, suite.seal(key, "张".encode(), b""), b"") == "张".encode()

    def test_the_same_value_is_sealed_differently_each_time(self, suite):
        key = os.urandom(suite.key_bytes)
        assert suite.seal(key, b"x", b"") != suite.seal(key, b"x", b"")

    def test_too_short_bytes_are_not_ours(self, suite):
        with pytest.raises(BadInput) as refused:
            suite.open(bytes(suite.key_bytes), b"\x01short", b"")
        assert refused.value.code == "sealed_by_other_suite"


def test_a_value_of_the_other_suite_is_refused_by_its_mark():
    with pytest.raises(BadInput) as refused:
        INTERNATIONAL.open(bytes(32), SM.seal(bytes(16), b"x", b""), b"")
    assert refused.value.code == "sealed_by_other_suite"


def test_the_published_hash_values_come_out():
    assert INTERNATIONAL.digest(b"abc").hex().startswith("ba7816bf8f01cfea")
    assert SM.digest(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_published_sm4_gcm_vector_comes_out():
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")  # RFC 8998, A.1
    nonce = bytes.fromhex("00001234567800000000abcd")
    plain = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    assert SM.cipher(key).encrypt(nonce, plain, associated).hex().endswith("83de3541e4c2b58177e065a9bf7b62ec")


def test_an_unknown_suite_is_refused_with_the_known_ones():
    with pytest.raises(BadInput) as refused:
        suite_named("rot13")
    assert refused.value.facts["known"] == SUITE_NAMES


@given(st.text(), st.text())
def test_blind_indexes_are_equal_exactly_for_equal_texts(left, right):
    key = bytes(32)
    assert (INTERNATIONAL.blind_index(key, left) == INTERNATIONAL.blind_index(key, right)) == (left == right)


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITE_NAMES)
@given(st.binary(min_size=1, max_size=64), st.text())
def test_the_quick_blind_index_is_the_slow_one(suite, key, text):
    assert suite.indexer(key)(text) == suite.blind_index(key, text)


class TestKeyFolder:
    def test_keys_are_readable_by_their_owner_only(self, tmp_path):
        create(tmp_path / "keys")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").glob("*.key")}
        assert set(modes.values()) == {0o600}
        assert set(modes) == {
            "master.key",
            "control.key",
            "gateway.key",
            "token.key",
            "portal.key",
            "audit.key",
        }

    def test_making_keys_again_changes_nothing(self, tmp_path):
        create(tmp_path)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        create(tmp_path)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

    def test_a_key_that_others_can_read_is_not_used(self, tmp_path):
        create(tmp_path)
        (tmp_path / "master.key").chmod(0o640)
        with pytest.raises(Unavailable) as refused:
            _ = KeyFolder(tmp_path).suite
        assert refused.value.code == "key_file_too_open"

    def test_a_missing_key_says_which(self, tmp_path):
        with pytest.raises(Unavailable) as refused:
            KeyFolder(tmp_path).signer("gateway")
        assert refused.value.facts == {"file": "gateway.key"}

    @pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"secret": "*"}', b'{"secret": 3}'])
    def test_a_broken_key_file_is_bad_input(self, tmp_path, content):
        create(tmp_path)
        (tmp_path / "token.key").write_bytes(content)
        with pytest.raises(BadInput) as refused:
            KeyFolder(tmp_path).signer("token")
        assert refused.value.code == "bad_key_file"

    def test_sm2_is_a_clear_refusal(self, tmp_path):
        with pytest.raises(Unavailable) as refused:
            create(tmp_path, suite="sm", signatures="sm2")
        assert refused.value.code == "sm2_unavailable"

    @pytest.mark.parametrize("suite", SUITE_NAMES)
    def test_a_wrapped_data_key_opens_only_for_its_entry(self, tmp_path, suite):
        folder = create(tmp_path, suite=suite)
        key, wrapped = folder.new_data_key("307001/1")
        sealed = key.seal("name", b"row", "李四")
        again = KeyFolder(tmp_path).data_key("307001/1", 1, wrapped)
        assert again.open("name", b"row", sealed) == "李四"
        assert again.blind_index("x") == key.blind_index("x")
        with pytest.raises(BadInput):
            folder.data_key("307001/2", 1, wrapped)

    @pytest.mark.parametrize(("item", "place"), [("phone", b"row"), ("name", b"other")])
    def test_a_sealed_value_cannot_move(self, tmp_path, item, place):
        key, _ = create(tmp_path).new_data_key("307001/1")
        with pytest.raises(BadInput) as refused:
            key.open(item, place, key.seal("name", b"row", "李四"))
        assert refused.value.code == "seal_broken"

    def test_a_value_sealed_with_another_version_is_refused(self, tmp_path):
        folder = create(tmp_path)
        old, _ = folder.new_data_key("e", 1)
        new, _ = folder.new_data_key("e", 2)
        with pytest.raises(BadInput):
            new.open("i", b"", old.seal("i", b"", "x"))

    def test_nothing_secret_is_shown(self, tmp_path, caplog):
        caplog.set_level(logging.DEBUG)
        folder = create(tmp_path)
        key, _ = folder.new_data_key("307001/1")
        shown = repr([folder, key, folder.signer("token"), folder.public("token")]) + caplog.text
        for path in tmp_path.glob("*.key"):
            secret = path.read_text().split('"secret":"')[1].split('"')[0]
            assert secret not in shown


class TestSignatures:
    def test_a_foreign_or_broken_signature_does_not_verify(self):
        signer, other = Signer.create(), Signer.create()
        assert not other.public.verifies(b"m", signer.sign(b"m"))
        assert not signer.public.verifies(b"M", signer.sign(b"m"))
        assert not signer.public.verifies(b"m", b"short")

    def test_a_public_key_survives_its_jwk(self):
        signer = Signer.create()
        key = PublicKey.from_jwk(signer.public.jwk())
        assert key.id == signer.id
        assert key.verifies(b"m", signer.sign(b"m"))

    @pytest.mark.parametrize(
        "jwk",
        [
            {},
            {"kty": "RSA"},
            {"kty": "OKP", "crv": "X25519", "x": "AA"},
            {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
        ],
    )
    def test_other_keys_are_refused(self, jwk):
        with pytest.raises(BadInput) as refused:
            PublicKey.from_jwk(jwk)
        assert refused.value.code == "bad_public_key"

    def test_an_unknown_algorithm_is_refused(self):
        with pytest.raises(BadInput):
            Signer.create("md5")
