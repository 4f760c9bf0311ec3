import zipfile
from io import BytesIO

import pytest
from django.db import transaction
from django.template import Context, Template
from django.test import RequestFactory

from papers import files
from papers.conftest import KIND, TODAY
from shuyuan.audit.models import Entry
from shuyuan.papers.models import Attachment
from shuyuan.papers.steps import issue_paper

FOLDER = f"/papers/of/{KIND}/7/"
pytestmark = pytest.mark.django_db(transaction=True)


def send(browser, *, name="说明.txt", content=None, label="情况说明", **extra):
    file = files.upload(name, files.text() if content is None else content)
    return browser.post(FOLDER, {"file": file, "label": label, "back": "/papers/"}, **extra)


@pytest.fixture
def attached(people, enter):
    send(enter(people["officer"]))
    return Attachment.objects.get()


def test_no_file_and_a_bad_file_answer_with_words(people, enter):
    browser = enter(people["officer"])
    assert browser.post(FOLDER, {"label": "x"}).status_code == 400
    answer = send(browser, name="a.png", content=b"%PDF-1.7")
    assert answer.status_code == 400
    assert "扩展名" in answer.content.decode()
    marked = send(browser, name="机密★20年.txt")
    assert marked.status_code == 409
    assert "密级标志" in marked.content.decode()


def test_a_stranger_finds_nothing_under_any_address(people, enter, attached):
    browser = enter(people["stranger"])
    number = attached.pk
    for path in (FOLDER, f"{FOLDER}all/", f"/papers/files/{number}/", f"/papers/files/{number}/preview/"):
        assert browser.get(path).status_code == 404
    assert browser.get(f"/papers/files/{number}/pages/1/").status_code == 404
    assert browser.post(f"/papers/files/{number}/remove/", {"reason": "x"}).status_code == 404
    assert send(browser).status_code == 404
    assert Attachment.objects.filter(removed_at__isnull=True).count() == 1


def test_sending_leads_back_but_never_to_another_site(people, enter):
    browser = enter(people["officer"])
    assert send(browser)["Location"] == "/papers/"
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = browser.post(FOLDER, {"file": files.upload("a.txt", b"x"), "back": back})
        assert answer["Location"] == "/"


def test_htmx_gets_the_panel_with_word_of_the_new_version(people, enter):
    answer = send(enter(people["officer"]), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "说明.txt" in page
    assert "第1版" in page
    assert "<html" not in page


def test_a_download_is_never_shown_and_is_in_the_trail(people, enter, attached):
    answer = enter(people["bureau"]).get(f"/papers/files/{attached.pk}/")
    assert b"".join(answer.streaming_content) == files.text()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert Entry.objects.filter(event="papers:attachment:downloaded", subject_id="7").count() == 1


def test_a_picture_is_shown_in_a_sandbox_and_a_text_is_not(people, enter, attached):
    browser = enter(people["officer"])
    send(browser, name="章.png", content=files.png(), label="印章")
    picture = Attachment.objects.get(label="印章")
    page = browser.get(f"/papers/files/{picture.pk}/preview/")
    assert f"/papers/files/{picture.pk}/pages/1/" in page.content.decode()
    answer = browser.get(f"/papers/files/{picture.pk}/pages/1/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(answer.streaming_content) == files.png()
    assert "不能预览" in browser.get(f"/papers/files/{attached.pk}/preview/").content.decode()
    assert browser.get(f"/papers/files/{attached.pk}/pages/1/").status_code == 404


def test_a_pdf_is_shown_page_by_page_as_pictures(people, enter):
    browser = enter(people["officer"])
    send(browser, name="通知.pdf", content=files.pdf_saying("正文", TODAY), label="通知")
    number = Attachment.objects.get().pk
    assert "共2页" in browser.get(f"/papers/files/{number}/preview/?page=2").content.decode()
    assert browser.get(f"/papers/files/{number}/preview/?page=3").status_code == 404
    answer = browser.get(f"/papers/files/{number}/pages/2/")
    assert answer.content.startswith(b"\x89PNG")


def test_all_latest_versions_come_as_one_zip_with_names_told_apart(people, enter, attached):
    browser = enter(people["officer"])
    send(browser, content=files.text("第二版\n"))
    send(browser, content=files.text("另一份\n"), label="另一份")
    answer = browser.get(f"{FOLDER}all/")
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(found) == ["说明 (2).txt", "说明.txt"]
    assert sorted(found.values()) == sorted(["第二版\n", "另一份\n"])


def test_the_component_shows_nothing_to_visitors_and_no_form_to_readers(people, enter, attached, legal):
    template = Template('{% load papers %}{% attachments "' + KIND + '" 7 %}')

    def drawn(actor):
        request = RequestFactory().get("/somewhere/")
        request.actor, request.legal = actor, legal
        return template.render(Context({"request": request})).strip()

    assert drawn(None) == ""
    assert drawn(people["stranger"]) == ""
    assert "说明.txt" in drawn(people["bureau"])
    assert "<form" not in drawn(people["bureau"])
    assert 'type="file"' in drawn(people["officer"])


def test_removing_asks_for_a_reason(people, enter, attached):
    browser = enter(people["officer"])
    address = f"/papers/files/{attached.pk}/remove/"
    assert browser.post(address, {"back": "/papers/"}).status_code == 400
    assert browser.post(address, {"reason": "传错文件", "back": "/papers/"})["Location"] == "/papers/"
    assert browser.get(f"/papers/files/{attached.pk}/").status_code == 404


def test_issued_papers_are_listed_and_downloaded_by_those_they_concern(people, enter, legal):
    with transaction.atomic():
        issued = issue_paper(
            "notice",
            files.paper(TODAY, number=""),
            department="data-bureau",
            recipients=["civil-affairs"],
            actor=people["bureau"],
            legal=legal,
        )
    browser = enter(people["officer"])
    assert issued.number in browser.get("/papers/").content.decode()
    assert browser.get("/papers/?q=没有这个").status_code == 200
    assert issued.pdf_digest in browser.get(f"/papers/{issued.pk}/").content.decode()
    answer = browser.get(f"/papers/{issued.pk}/pdf/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert b"".join(browser.get(f"/papers/{issued.pk}/word/").streaming_content).startswith(b"PK")
    assert browser.get(f"/papers/{issued.pk}/pages/1/").content.startswith(b"\x89PNG")
    assert browser.get(f"/papers/{issued.pk}/pages/99/").status_code == 404
    stranger = enter(people["stranger"])
    assert issued.number not in stranger.get("/papers/").content.decode()
    for path in ("", "pdf/", "word/", "pages/1/"):
        assert stranger.get(f"/papers/{issued.pk}/{path}").status_code == 404
