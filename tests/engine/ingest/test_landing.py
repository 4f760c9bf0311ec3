"""What is sent is kept as sent, or refused without a trace."""

import errno
import hashlib
import io
import os
import stat

import pytest

from shuyuan.engine.landing import land, plain_name
from shuyuan.kernel.errors import BadInput, TooLarge, Unavailable


def send(folder, data=b"a,b\n1,2\n", **options):
    options = {"filename": "x.csv", "limit_bytes": 100, **options}
    return land(io.BytesIO(data), folder, **options)


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(TooLarge) as refused:
        send(tmp_path, b"x" * 101)

    assert refused.value.code == "file_too_large"
    assert refused.value.facts["limit_bytes"] == 100
    assert files_below(tmp_path) == []


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(BadInput) as refused:
        send(tmp_path, b"")

    assert refused.value.code == "file_empty"
    assert files_below(tmp_path) == []


def test_an_unknown_digest_is_refused(tmp_path):
    with pytest.raises(BadInput) as refused:
        send(tmp_path, algorithm="md5")

    assert refused.value.code == "unknown_digest"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EIO, "landing_failed")],
)
def test_a_disk_that_refuses_is_named_and_leaves_nothing(tmp_path, monkeypatch, number, code):
    def refuse(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Unavailable) as refused:
        send(tmp_path)

    assert refused.value.code == code
    assert files_below(tmp_path) == []


def test_a_stream_that_breaks_leaves_nothing(tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(Unavailable):
        land(Broken(), tmp_path, filename="x.csv", limit_bytes=100)

    assert files_below(tmp_path) == []


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_landed_file_has_the_bytes_the_digest_and_cannot_be_written(tmp_path, algorithm):
    landed = send(tmp_path, b"a,b\n", algorithm=algorithm)

    assert landed.path.read_bytes() == b"a,b\n"
    assert landed.size == 4
    assert landed.digest == hashlib.new(algorithm, b"a,b\n").hexdigest()
    assert landed.path.name == f"{landed.digest}.csv"
    assert stat.S_IMODE(landed.path.stat().st_mode) == 0o440


def test_the_same_content_lands_once_whatever_it_is_called(tmp_path):
    first, second = send(tmp_path), send(tmp_path, filename="再次.csv")

    assert first.path == second.path
    assert second.filename == "再次.csv"
    assert len(files_below(tmp_path)) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\名单.csv", "名单.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "unnamed"),
        ("长" * 300 + ".csv", "长" * 196 + ".csv"),
    ],
)
def test_a_name_never_leads_out_of_the_folder(sent, kept):
    assert plain_name(sent) == kept
