"""The page that checks receipts: genuine ones are told, each kind of forgery is named."""

from pathlib import Path

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shuyuan.engine import merkle
from shuyuan.engine.crypto import INTERNATIONAL, KeyFolder, Signer
from shuyuan.engine.receipts import GENESIS, BatchHeader, receipt_json, receipt_tail

VERIFY = reverse("sharing:verify")


def make_answer(signer, *, business_number="JZ-1"):
    """An answer with its receipt, as the gateway makes it."""
    answer = b'{"entry":"307001/1","results":[]}'
    record = orjson.dumps(
        {
            "grant": "SG-2026-00001",
            "items": ["code", "name"],
            "business_number": business_number,
            "answer": INTERNATIONAL.digest(answer).hex(),
        }
    )
    root = merkle.root([merkle.leaf_hash(record, INTERNATIONAL.digest)], INTERNATIONAL.digest)
    header = BatchHeader("chain", 0, 1795367254493, 1, root, GENESIS, "international")
    tail = receipt_tail(header, signer.id, signer.sign(header.signed_bytes()))
    return answer[:-1] + b',"receipt":' + receipt_json(record, 0, [], tail) + b"}"


@pytest.fixture
def answer(settings):
    return make_answer(KeyFolder(Path(settings.KEYS)).signer("gateway"))


@pytest.fixture
def check(officer, enter):
    browser = enter(officer)

    def post(body):
        return browser.post(VERIFY, {"text": body.decode()})

    return post


def test_a_genuine_answer_is_told_with_what_it_proves(check, answer):
    page = check(answer).content.decode()

    assert "回执真实有效" in page
    assert "SG-2026-00001" in page
    assert "code, name" in page


def test_a_receipt_alone_and_a_file_are_checked_too(check, answer, officer, enter):
    receipt = orjson.dumps(orjson.loads(answer)["receipt"])
    assert check(receipt).context["whole"] is False

    file = SimpleUploadedFile("answer.json", answer, "application/json")
    assert enter(officer).post(VERIFY, {"file": file}).context["whole"] is True


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ((b'"results":[]', b'"results":[1]'), "answer_changed"),
        ((b"JZ-1", b"JZ-2"), "record_not_in_batch"),
        ((b'"at":1795367254493', b'"at":1795367254494'), "bad_signature"),
        ((b'"chain":"chain"', b'"chain":7.5'), "bad_signature"),
    ],
)
def test_each_kind_of_change_is_named(check, answer, change, fault):
    response = check(answer.replace(*change))

    assert response.context["fault"] == fault
    assert "回执真实有效" not in response.content.decode()


def test_a_receipt_of_another_gateway_is_foreign(check):
    assert check(make_answer(Signer.create())).context["fault"] == "unknown_key"


@pytest.mark.parametrize("given", [{}, {"text": "  "}])
def test_nothing_given_is_asked_for(officer, enter, given):
    response = enter(officer).post(VERIFY, given)
    assert response.status_code == 400
    assert "text" in response.context["form"].errors


def test_a_file_that_is_too_large_is_not_read(officer, enter):
    file = SimpleUploadedFile("big.json", b"x" * 200_001)
    assert "file" in enter(officer).post(VERIFY, {"file": file}).context["form"].errors
