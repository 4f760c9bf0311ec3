"""Every rule, problem and remedy of the engine has words on the pages."""

import re
from pathlib import Path

from django.utils.translation import override

from shuyuan import engine
from shuyuan.collection import problem_texts, wording
from shuyuan.collection.problems import explain_problem
from shuyuan.engine.checks import RULES
from shuyuan.kernel.errors import BadInput
from shuyuan.web.wording import words_of

SOURCES = [
    path
    for folder in ("readers", "")
    for path in (Path(engine.__file__).parent / folder).glob("*.py")
    if path.parent.name == "readers" or path.stem in {"landing", "encodings", "checks"}
]


def _found(pattern):
    return {word for path in SOURCES for word in re.findall(pattern, path.read_text(encoding="utf-8"))}


def test_every_rule_of_the_checks_has_a_heading():
    assert set(RULES) == set(wording.RULES)


def test_every_remedy_has_words():
    assert _found(r'remedy="([a-z_]+)"') <= set(problem_texts.REMEDIES)


def test_every_problem_of_a_file_has_a_title_of_its_own():
    codes = _found(r'code="([a-z_]+)"') - {"unknown_digest", "landing_failed"}
    untitled = [
        code
        for code in codes
        if explain_problem({"code": code, "facts": {}}).title
        == explain_problem({"code": "x", "facts": {}}).title
    ]
    assert not untitled


def test_nobody_is_told_that_a_file_was_kept_which_was_not():
    """An empty file and one above the limit are refused before anything is kept."""
    with override("en"):
        untrue = [code for code in ("file_empty", "file_too_large") if "is kept" in _text(code)]
        assert not untrue
        assert "is kept" in _text("file_damaged")


def _text(code):
    return str(words_of(BadInput(code=code)).text)
