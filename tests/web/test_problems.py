import ast
import json
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.utils.translation import override

from shuyuan.kernel import errors
from shuyuan.kernel.errors import (
    BadInput,
    Conflict,
    NotFound,
    NotPermitted,
    NotSignedIn,
    OverQuota,
    RuleRefused,
    ShuyuanError,
    TooLarge,
    Unavailable,
)
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.web import problems, wording
from shuyuan.web.problems import respond

REFUSED = RuleRefused(
    Verdict(
        (
            Reason("too_late", "jz-data-2020/14.2", {"limit": 10}),
            Reason("wrong_person", "other-law/99"),
        )
    )
)
PACKAGE = Path(errors.__file__).parents[1]
#: Rooms that answer with pages: those that are Django apps.
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))
KINDS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
ALL = [BadInput, NotPermitted, NotFound, Conflict, TooLarge, OverQuota, Unavailable, ShuyuanError]


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_kind_of_error_has_a_page_with_its_own_status(ask, operator, kind, signed_in):
    response = respond(ask("/x/", actor=operator if signed_in else None), kind())
    page = response.content.decode()
    assert response.status_code == kind.http_status
    assert kind.code in page
    assert str(wording.words_of(kind()).title) in page
    assert ('id="sidebar"' in page) is signed_in


@pytest.mark.parametrize(
    ("came_from", "leads_back"),
    [
        ("http://testserver/projects/7/?tab=papers", True),
        ("http://elsewhere.example/projects/7/?tab=papers", False),
        ("javascript:alert(1)", False),
        ("http://[broken", False),
        ("http://testserver//elsewhere.example/projects/7/?tab=papers", False),
        ("", False),
    ],
)
def test_a_page_of_refusal_leads_back_to_the_page_of_ours_before_it(ask, operator, came_from, leads_back):
    request = ask("/x/", actor=operator)
    request.META["HTTP_REFERER"] = came_from
    page = respond(request, BadInput()).content.decode()
    assert ('href="/projects/7/?tab=papers"' in page) is leads_back
    assert "elsewhere" not in page
    assert "javascript:" not in page


def test_every_class_of_the_error_tree_has_words():
    classes = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    tree = [kind for kind in classes if issubclass(kind, ShuyuanError)]
    assert not {kind.code for kind in tree} - set(wording._TEXTS)


def test_a_refusal_page_gives_every_reason_with_provision_and_remedy(ask):
    page = respond(ask("/x/"), REFUSED).content.decode()
    assert "too_late 的理由" in page
    assert "《虚拟办法》第十四条第二款" in page
    assert "wrong_person 的理由" in page
    assert "other-law/99" in page
    assert page.count("改正后再办") == 2


def test_a_refusal_page_without_any_law_still_stands(ask):
    request = ask("/x/")
    request.legal = None
    assert "too_late" in respond(request, REFUSED).content.decode()


@pytest.mark.parametrize(
    ("path", "accept", "is_json"),
    [
        ("/api/x", "text/html", True),
        ("/x/", "application/json", True),
        ("/x/", "application/problem+json", True),
        ("/x/", "text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("/x/", "*/*", False),
        ("/x/", "", False),
    ],
)
def test_programs_get_a_problem_document_and_people_a_page(ask, path, accept, is_json):
    response = respond(ask(path, accept=accept), NotFound())
    assert response["Content-Type"].startswith("application/problem+json" if is_json else "text/html")


def test_a_problem_document_has_the_members_of_the_standard_and_every_reason(ask):
    response = respond(ask("/api/requests/3"), REFUSED)
    body = json.loads(response.content)
    assert body["type"] == "urn:shuyuan:problem:rule_refused"
    assert body["status"] == response.status_code == 409
    assert body["instance"] == "/api/requests/3"
    assert body["reasons"][0] == {
        "code": "too_late",
        "cites": "jz-data-2020/14.2",
        "facts": {"limit": 10},
        "text": "too_late 的理由",
        "citation": "《虚拟办法》第十四条第二款",
        "remedy": "改正后再办",
    }
    assert len(body["reasons"]) == 2


def test_a_visitor_is_sent_to_sign_in_and_back_but_never_repeats_a_post(ask):
    response = respond(ask("/catalog/?q=%E5%8C%BB", actor=None), NotSignedIn())
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=%2Fcatalog%2F%3Fq%3D%25E5%258C%25BB"
    assert respond(ask("/x/", method="post", actor=None), NotSignedIn())["Location"] == "/accounts/login/"


def test_a_program_without_a_sign_in_gets_401(ask):
    assert respond(ask("/api/x", actor=None), NotSignedIn()).status_code == 401


def test_htmx_gets_a_fragment_for_the_messages_and_a_new_sign_in_by_header(ask):
    response = respond(ask("/x/", hx_request="true"), REFUSED)
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()
    response = respond(ask("/x/", actor=None, hx_request="true"), NotSignedIn())
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/accounts/login/"


def test_what_an_error_says_is_escaped(ask):
    page = respond(ask("/x/"), BadInput("<script>alert(1)</script>", code="made_up")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_words_name_the_facts_and_a_missing_fact_breaks_nothing(monkeypatch):
    monkeypatch.setitem(
        wording._TEXTS, "made_up", wording.ErrorText("Big", "at most %(limit)s", "send %(less)s")
    )
    words = wording.words_of(TooLarge(code="made_up", limit=5))
    assert (words.text, words.remedy) == ("at most 5", "send %(less)s")


def test_a_code_without_words_shows_what_the_program_said_beside_the_words_of_its_class(ask):
    page = respond(ask("/x/"), TooLarge("17 sheets", code="made_up")).content.decode()
    assert "内容过大" in page
    assert "17 sheets" in page
    document = respond(ask("/api/x"), TooLarge("17 sheets", code="made_up"))
    assert json.loads(document.content)["detail"] == "17 sheets"


def test_an_error_class_of_a_room_falls_back_to_the_class_that_has_words(ask):
    class Odd(ShuyuanError):
        code = "odd"

    assert str(wording.words_of(Odd()).title) == "系统出现错误"


def codes_of(room):
    """Error codes that the room's files raise by name, with their places."""
    for path in sorted((PACKAGE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KINDS:
                for keyword in node.keywords:
                    if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                        yield keyword.value.value, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_error_code_of_the_room_has_words(room):
    missing = {code: place for code, place in codes_of(room) if code not in wording._TEXTS}
    assert not missing, f"register words in {room}/problem_texts.py (see web.wording)"


def test_a_quota_says_when_to_come_back(ask):
    assert respond(ask("/api/x"), OverQuota(retry_after=60))["Retry-After"] == "60"


def test_words_come_in_the_language_of_the_page(ask):
    with override("en"):
        assert "There is nothing here" in respond(ask("/x/"), NotFound()).content.decode()
    assert "没有找到内容" in respond(ask("/x/"), NotFound()).content.decode()


def test_a_crash_shows_a_number_and_logs_the_cause_under_it(ask, caplog):
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        response = problems.server_error(ask("/x/"))
    page = response.content.decode()
    incident = caplog.records[0].args[0]
    assert response.status_code == 500
    assert incident in page
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in page


def test_a_crash_of_the_page_itself_still_gives_the_number(ask, caplog, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("templates are gone")

    monkeypatch.setattr(problems, "render", fail)
    response = problems.server_error(ask("/x/"))
    assert response.status_code == 500
    assert caplog.records[0].args[0] in response.content.decode()


def test_a_body_above_the_limit_is_too_large_and_a_suspicious_one_bad(ask):
    assert problems.bad_request(ask("/x/", method="post"), RequestDataTooBig()).status_code == 413
    assert problems.bad_request(ask("/x/"), SuspiciousOperation()).status_code == 400
    assert problems.page_not_found(ask("/x/"), Exception()).status_code == 404
    assert problems.permission_denied(ask("/x/"), Exception()).status_code == 403


def test_a_request_for_an_unknown_host_is_still_answered_with_a_page(ask, operator):
    request = ask("/x/", actor=operator)
    request.META.update(HTTP_HOST="a b", HTTP_REFERER="http://testserver/y/")
    assert respond(request, BadInput()).status_code == 400
