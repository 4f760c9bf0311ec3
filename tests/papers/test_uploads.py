import os
import socket
import stat
import struct
import threading
from datetime import date
from pathlib import Path

import pytest

from papers import files
from shuyuan.kernel.errors import BadInput, RuleRefused, TooLarge, Unavailable
from shuyuan.papers.uploads import receive, safe_name, stored_path

TODAY = date(2026, 11, 23)


def kept(settings):
    folder = Path(settings.ATTACHMENTS)
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "file_empty"),
        ("page.html", b"<html><script>alert(1)</script></html>", "attachment_type_refused"),
        ("drawing.svg", b"<svg onload='x'/>", "attachment_type_refused"),
        ("program.exe", b"MZ\x90\x00\x03\x00", "attachment_type_refused"),
        ("program.pdf", b"MZ\x90\x00\x03\x00", "attachment_type_refused"),
        ("no-extension", b"%PDF-1.7", "attachment_type_refused"),
        ("picture.png", b"%PDF-1.7 not a picture", "attachment_type_differs"),
        ("text.docx", b"just words", "attachment_type_differs"),
        ("archive.docx", b"PK\x03\x04 cut off", "file_damaged"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(settings, name, content, code):
    with pytest.raises(BadInput) as refused:
        receive(files.upload(name, content))
    assert refused.value.code == code
    assert kept(settings) == []


def test_a_file_above_the_limit_is_refused(settings):
    settings.ATTACHMENT_LIMIT_BYTES = 100
    with pytest.raises(TooLarge) as refused:
        receive(files.upload("long.txt", b"x" * 101))
    assert refused.value.code == "file_too_large"
    assert kept(settings) == []


def test_macros_and_archives_inside_office_files_are_refused():
    document = files.docx_saying("正文", TODAY)
    for part, code in (("word/vbaProject.bin", "attachment_macros"), ("word/inner.zip", "archive_nested")):
        with pytest.raises(BadInput) as refused:
            receive(files.upload("a.docx", files.with_part(document, part)))
        assert refused.value.code == code


def test_a_zip_bomb_is_refused():
    document = files.with_part(files.docx_saying("正文", TODAY), "word/media/a.xml", b"\0" * (40 << 20))
    with pytest.raises(TooLarge) as refused:
        receive(files.upload("a.docx", document))
    assert refused.value.code == "zip_bomb"


@pytest.mark.parametrize("name", ["机密★20年.txt", "方案（秘密）.txt", "绝密-名单.txt"])
def test_a_secrecy_mark_in_the_name_refuses_the_file(settings, name):
    with pytest.raises(RuleRefused) as refused:
        receive(files.upload(name, files.text()))
    assert refused.value.verdict.reasons[0].facts["place"] == "name"
    assert kept(settings) == []


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.txt", lambda words: words.encode()),
        ("a.txt", lambda words: words.encode("gb18030")),
        ("a.docx", lambda words: files.docx_saying(words, TODAY)),
        ("a.pdf", lambda words: files.pdf_saying(words, TODAY)),
    ],
)
def test_a_secrecy_mark_on_the_first_page_refuses_the_file(settings, name, make):
    with pytest.raises(RuleRefused) as refused:
        receive(files.upload(name, make("机密★20年\n关于某事的通知")))
    (reason,) = refused.value.verdict.reasons
    assert (reason.code, reason.facts["place"]) == ("bears_secrecy_mark", "first_page")
    assert kept(settings) == []


@pytest.mark.parametrize(
    ("name", "make", "kind"),
    [
        ("说明.txt", files.text, "text"),
        ("说明.csv", lambda: "区划代码,名称\n".encode("gb18030"), "text"),
        ("章.png", files.png, "png"),
        ("通知.docx", lambda: files.docx_saying("涉及商业秘密的除外", TODAY), "docx"),
        ("通知.PDF", lambda: files.pdf_saying("涉及商业秘密的除外", TODAY), "pdf"),
    ],
)
def test_a_plain_file_is_kept_under_its_digest(name, make, kind):
    content = make()
    received = receive(files.upload(name, content))
    assert (received.kind.name, received.name, received.size) == (kind, name, len(content))
    path = stored_path(received.stored_as)
    assert path.read_bytes() == content
    assert received.digest in path.name
    assert not path.stat().st_mode & stat.S_IWUSR


def test_the_same_content_twice_is_kept_once(settings):
    first = receive(files.upload("a.txt", files.text()))
    second = receive(files.upload("b.txt", files.text()))
    assert (first.stored_as, len(kept(settings))) == (second.stored_as, 1)


def test_a_damaged_pdf_is_taken_without_a_look_at_its_text():
    assert receive(files.upload("scan.pdf", b"%PDF-1.7\nbroken")).kind.name == "pdf"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\users\\a\\说明.txt", "说明.txt"),
        ("a<b>:c.txt", "a_b__c.txt"),
        ("evil\u202etxt.pdf", "eviltxt.pdf"),
        (".htaccess", "htaccess"),
        ("", "unnamed"),
    ],
)
def test_a_name_loses_folders_and_signs_that_deceive(given, name):
    assert safe_name(given) == name


def scanner(tmp_path, status, words):
    script = tmp_path / "scanner"
    script.write_text(f'#!/bin/sh\necho "$1: {words}"\nexit {status}\n', encoding="utf-8")
    os.chmod(script, 0o700)  # noqa: PTH101
    return f"command:{script}"


def test_a_command_that_finds_something_refuses_the_file(settings, tmp_path):
    settings.VIRUS_SCANNER = scanner(tmp_path, 1, "Eicar-Test")
    with pytest.raises(BadInput) as refused:
        receive(files.upload("a.txt", files.text()))
    assert (refused.value.code, refused.value.facts["found"]) == ("attachment_infected", "Eicar-Test")
    assert kept(settings) == []


def test_a_scanner_that_fails_refuses_the_file(settings, tmp_path):
    for address in (scanner(tmp_path, 2, "no database"), "clamd:///no/such.sock", "nonsense"):
        settings.VIRUS_SCANNER = address
        with pytest.raises(Unavailable) as refused:
            receive(files.upload("a.txt", files.text()))
        assert refused.value.code == "scanner_unavailable"
    assert kept(settings) == []


def test_a_clean_file_is_marked_as_scanned_and_without_scanner_as_not(settings, tmp_path):
    assert not receive(files.upload("a.txt", files.text())).is_scanned
    settings.VIRUS_SCANNER = scanner(tmp_path, 0, "OK")
    assert receive(files.upload("a.txt", files.text())).is_scanned


def test_clamd_gets_the_bytes_in_pieces_and_its_answer_counts(settings, tmp_path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "c.sock"))
    server.listen()
    taken = []

    def clamd():
        for answer in (b"stream: OK\0", b"stream: Eicar FOUND\0"):
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while length := struct.unpack("!L", stream.read(4))[0]:
                    taken.append(stream.read(length))
                connection.sendall(answer)

    thread = threading.Thread(target=clamd)
    thread.start()
    settings.VIRUS_SCANNER = f"clamd://{tmp_path / 'c.sock'}"
    assert receive(files.upload("a.txt", b"first")).is_scanned
    with pytest.raises(BadInput):
        receive(files.upload("a.txt", b"second"))
    thread.join()
    server.close()
    assert taken == [b"first", b"second"]
