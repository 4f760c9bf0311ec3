"""Check an answer of the gateway offline: `python verify_receipt.py answer.json jwks.json`."""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

answer, keys = (Path(name).read_bytes() for name in sys.argv[1:3])
head, _, tail = answer.rpartition(b',"receipt":')  # the receipt is the last member
receipt = json.loads(tail[:-1])
batch, record, path = receipt["batch"], receipt["record"].encode(), receipt["path"]
hash_name = {"international": "sha256", "sm": "sm3"}[batch["suite"]]


def digest(data):
    return hashlib.new(hash_name, data).digest()


node, index, last = digest(b"\0" + record), receipt["index"], batch["count"] - 1
while last:  # up to the root of the batch, as in RFC 6962; an odd last node moves up unchanged
    if index % 2 or index < last:
        beside = bytes.fromhex(path.pop(0))
        node = digest(b"\1" + (beside + node if index % 2 else node + beside))
    index, last = index // 2, last // 2
if index or path or node.hex() != batch["root"]:
    sys.exit("false: the record is not in its batch")
if json.loads(record)["answer"] != digest(head + b"}").hex():
    sys.exit("false: the answer was changed")

key = next(key["x"] for key in json.loads(keys)["keys"] if key["kid"] == receipt["key_id"])
parts = [batch[name] for name in ("suite", "chain", "seq", "at", "count", "root", "previous")]
signed = "".join(f"{part}\n" for part in ("shuyuan-batch-v1", *parts)).encode()
public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key + "="))
public.verify(bytes.fromhex(receipt["signature"]), signed)  # raises InvalidSignature
print("genuine:", record.decode())
