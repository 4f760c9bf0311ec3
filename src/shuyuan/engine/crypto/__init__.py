"""Cryptography behind one seam: suites, keys in files, signatures.

Two suites exist, ``international`` (SHA-256, AES-256-GCM) and ``sm`` (国密: SM3, SM4-GCM); signatures are
Ed25519,
and an SM2 signer is a clear refusal until a hardware module is plugged in. Software keys live in a folder of
files that only their owner reads; nothing secret stands in a log line or a `repr`.
"""

from shuyuan.engine.crypto.keys import DataKey, KeyFolder, create
from shuyuan.engine.crypto.signing import PublicKey, Signer
from shuyuan.engine.crypto.suite import INTERNATIONAL, SM, SUITES, Suite, suite_named

__all__ = [
    "INTERNATIONAL",
    "SM",
    "SUITES",
    "DataKey",
    "KeyFolder",
    "PublicKey",
    "Signer",
    "Suite",
    "create",
    "suite_named",
]
