"""Receipts and chains of batches, checked as an outsider would."""

from dataclasses import replace

import orjson
import pytest

from shuyuan.engine import merkle, receipts
from shuyuan.engine.crypto import INTERNATIONAL, SM, Signer
from shuyuan.engine.online import Batch, BatchHeader, verify_batches
from shuyuan.kernel.errors import BadInput


@pytest.fixture(scope="module")
def signer():
    return Signer.create()


def chain(signer, *groups, name="w0", suite=INTERNATIONAL):
    """Batches of these groups of records, signed and chained."""
    made, previous = [], receipts.GENESIS
    for seq, group in enumerate(groups):
        lines = [orjson.dumps({"n": n}) for n in group]
        root = merkle.root([merkle.leaf_hash(line, suite.digest) for line in lines], suite.digest)
        header = BatchHeader(name, seq, 1000 + seq, len(lines), root, previous, suite.name)
        made.append(Batch(header, signer.id, signer.sign(header.signed_bytes()), b"\n".join(lines)))
        previous = header.hash(suite)
    return made


def receipt_of(batch, index):
    suite = INTERNATIONAL
    rows = merkle.levels([merkle.leaf_hash(line, suite.digest) for line in batch.lines()], suite.digest)
    tail = receipts.receipt_tail(batch.header, batch.key_id, batch.signature)
    return orjson.loads(receipts.receipt_json(batch.lines()[index], index, merkle.path(rows, index), tail))


class TestBatches:
    @pytest.fixture(params=[INTERNATIONAL, SM], ids=["international", "sm"])
    def whole(self, request, signer):
        return chain(signer, [1, 2, 3], [4], [5, 6], suite=request.param)

    @pytest.fixture
    def known(self, signer):
        return {signer.id: signer.public}

    def test_a_whole_chain_has_no_fault(self, whole, known):
        assert verify_batches(whole, known) == []

    def test_a_chain_can_be_checked_from_the_middle(self, whole, known):
        assert verify_batches(whole[1:], known, after={"w0": whole[0].header}) == []

    def test_two_chains_can_lie_mixed(self, whole, known, signer):
        other = chain(signer, [7], [8], name="w1")
        assert verify_batches([whole[0], other[0], whole[1], other[1], whole[2]], known) == []

    def test_a_missing_batch_is_found(self, whole, known):
        assert len(verify_batches([whole[0], whole[2]], known)) == 1

    def test_a_missing_first_batch_is_found(self, whole, known):
        assert verify_batches(whole[1:], known) != []

    def test_a_repeated_batch_is_found(self, whole, known):
        assert verify_batches([whole[0], whole[0], whole[1]], known) != []

    def test_a_changed_record_is_found(self, whole, known):
        changed = replace(whole[1], records=b'{"n":9}')
        assert verify_batches([whole[0], changed, whole[2]], known) == [
            "w0/1: its records are not those that were signed"
        ]

    def test_an_added_record_is_found(self, whole, known):
        longer = replace(whole[1], records=whole[1].records + b'\n{"n":9}')
        assert len(verify_batches([whole[0], longer, whole[2]], known)) == 1

    def test_a_rewritten_batch_needs_the_key(self, whole, known):
        forged = chain(Signer.create(), [1, 2, 3])[0]
        assert "w0/0: not signed by a gateway that we know" in verify_batches([forged], known)

    def test_a_resigned_batch_breaks_the_chain_behind_it(self, known, signer):
        whole, other = chain(signer, [1], [2]), chain(signer, [9])
        assert verify_batches([other[0], whole[1]], known) == ["w0/1: does not continue the batch before it"]


class TestReceipts:
    @pytest.fixture
    def batch(self, signer):
        return chain(signer, range(7))[0]

    @pytest.mark.parametrize("index", range(7))
    def test_every_record_of_a_batch_has_a_good_receipt(self, batch, signer, index):
        assert receipts.verify(receipt_of(batch, index), {signer.id: signer.public}) == {"n": index}

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            (lambda r: r.update(record='{"n":99}'), "record_not_in_batch"),
            (lambda r: r.update(index=1), "record_not_in_batch"),
            (lambda r: r.update(index=-1), "record_not_in_batch"),
            (lambda r: r["path"].pop(), "record_not_in_batch"),
            (lambda r: r["batch"].update(at=5), "bad_signature"),
            (lambda r: r["batch"].update(chain="w1"), "bad_signature"),
            (lambda r: r.update(signature="00" * 64), "bad_signature"),
            (lambda r: r.update(key_id="other"), "unknown_key"),
            (lambda r: r.pop("batch"), "malformed"),
            (lambda r: r.update(path=["zz"]), "malformed"),
            (lambda r: r["batch"].update(suite="rot13"), "malformed"),
        ],
    )
    def test_a_changed_receipt_proves_nothing(self, batch, signer, change, fault):
        receipt = receipt_of(batch, 3)
        change(receipt)
        with pytest.raises(BadInput) as refused:
            receipts.verify(receipt, {signer.id: signer.public})
        assert refused.value.facts.get("fault") == fault

    def test_a_record_that_is_no_object_proves_nothing(self, signer):
        suite = INTERNATIONAL
        root = merkle.leaf_hash(b"[]", suite.digest)
        header = BatchHeader("w0", 0, 1, 1, root, receipts.GENESIS, suite.name)
        tail = receipts.receipt_tail(header, signer.id, signer.sign(header.signed_bytes()))
        with pytest.raises(BadInput):
            receipts.verify(
                orjson.loads(receipts.receipt_json(b"[]", 0, [], tail)), {signer.id: signer.public}
            )

    @pytest.mark.parametrize(
        "body", [b"", b"{}", b'{"a":1,"receipt":}', b'{"a":1,"receipt":{}}', b'{"a":1,"receipt":[]}']
    )
    def test_an_answer_without_a_receipt_is_refused(self, body):
        with pytest.raises(BadInput):
            receipts.verify_answer(body, {})
