import pytest
from django.db import transaction

from papers import files
from papers.conftest import KIND, TODAY
from shuyuan.audit.models import Entry
from shuyuan.kernel.errors import BadInput, NotFound, NotPermitted
from shuyuan.papers.models import Attachment, IssuedPaper
from shuyuan.papers.selectors import by_label, list_attachments, list_papers
from shuyuan.papers.services import add_attachment, remove_attachment
from shuyuan.papers.steps import attach, issue_paper
from shuyuan.papers.uploads import stored_path


@pytest.fixture
def send(legal, transactional_db):
    def send(actor, *, name="说明.txt", content=None, label="情况说明", folder="7"):
        content = files.text() if content is None else content
        return add_attachment(
            files.upload(name, content),
            subject_kind=KIND,
            subject_id=folder,
            label=label,
            actor=actor,
            legal=legal,
        )

    return send


def test_attaching_outside_a_transaction_is_refused(transactional_db, people, legal):
    with pytest.raises(transaction.TransactionManagementError):
        attach(
            files.upload("a.txt", files.text()),
            subject_kind=KIND,
            subject_id=1,
            label="a",
            actor=people["officer"],
            legal=legal,
        )


def test_a_foreign_subject_and_an_unknown_kind_look_like_missing_ones(people, send, legal):
    with pytest.raises(NotFound):
        send(people["stranger"])
    with pytest.raises(NotFound):
        list_attachments("no.such", "7", actor=people["bureau"])
    assert not Attachment.objects.exists()


def test_who_may_only_read_may_not_add(people, send):
    with pytest.raises(NotPermitted) as refused:
        send(people["bureau"])
    assert refused.value.code == "attachments_closed"


def test_a_label_that_is_too_long_is_refused(people, send):
    with pytest.raises(BadInput) as refused:
        send(people["officer"], label="长" * 81)
    assert refused.value.code == "attachment_without_label"


def test_the_same_label_again_is_the_next_version(people, send):
    first = send(people["officer"])
    second = send(people["officer"], name="说明2.txt", content=files.text("第二版\n"))
    other = send(people["officer"], label="", name="其他材料.txt")
    assert (first.version, second.version, other.label) == (1, 2, "其他材料")
    shown = by_label(list_attachments(KIND, "7", actor=people["bureau"]))
    assert {(line.label, line.latest.version, len(line.earlier)) for line in shown} == {
        ("情况说明", 2, 1),
        ("其他材料", 1, 0),
    }
    assert stored_path(first.stored_as).read_bytes() == files.text()


def test_an_attachment_is_in_the_trail_with_its_digest(people, send):
    added = send(people["officer"])
    entry = Entry.objects.get(event="papers:attachment:added")
    assert (entry.subject_kind, entry.subject_id) == (KIND, "7")
    assert added.digest in entry.facts_json
    assert added.scan == Attachment.Scan.NOT_SCANNED


def test_removing_needs_a_reason_and_keeps_the_row(people, send, legal):
    added = send(people["officer"])
    with pytest.raises(BadInput):
        remove_attachment(added.pk, reason="  ", actor=people["officer"], legal=legal)
    remove_attachment(added.pk, reason="传错文件", actor=people["officer"], legal=legal)
    assert list_attachments(KIND, "7", actor=people["officer"]) == []
    assert Attachment.objects.get().removed_reason == "传错文件"
    with pytest.raises(NotFound):
        remove_attachment(added.pk, reason="再次", actor=people["officer"], legal=legal)
    assert send(people["officer"]).version == 2


def test_a_closed_subject_keeps_its_attachments(people, send, legal, closed):
    added = send(people["officer"])
    closed.add("7")
    for act in (
        lambda: send(people["officer"]),
        lambda: remove_attachment(added.pk, reason="传错文件", actor=people["officer"], legal=legal),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert len(list_attachments(KIND, "7", actor=people["officer"])) == 1


def issue(people, legal, *, number=""):
    with transaction.atomic():
        return issue_paper(
            "notice",
            files.paper(TODAY, number=number),
            department="data-bureau",
            recipients=["civil-affairs"],
            subject_kind=KIND,
            subject_id=7,
            actor=people["bureau"],
            legal=legal,
        )


def test_an_issued_paper_is_numbered_kept_and_in_the_trail(people, legal):
    issued = issue(people, legal)
    assert issued.number == "焦数目〔2026〕1号"
    printed = stored_path(issued.pdf_stored_as).read_bytes()
    assert printed.startswith(b"%PDF")
    assert len(printed) == issued.pdf_size
    assert issued.content["number"] == issued.number
    assert issued.pdf_digest in Entry.objects.get(event="papers:paper:issued").facts_json
    assert issue(people, legal).number == "焦数目〔2026〕2号"


def test_a_paper_of_an_unknown_department_issues_nothing_and_takes_no_number(people, legal):
    with pytest.raises(NotFound), transaction.atomic():
        issue_paper(
            "notice", files.paper(TODAY, number=""), department="nobody", actor=people["bureau"], legal=legal
        )
    assert not IssuedPaper.objects.exists()
    assert issue(people, legal).number == "焦数目〔2026〕1号"


def test_only_those_it_concerns_see_a_paper(people, legal):
    issued = issue(people, legal)
    seen = {name: list(list_papers(actor=actor)) == [issued] for name, actor in people.items()}
    assert seen == {"officer": True, "bureau": True, "audit": True, "stranger": False}
