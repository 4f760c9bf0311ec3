"""Every reason code that the rules can give has its words, and the cases reach every one of them."""

import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest

import shuyuan
from law.conftest import ALL_CASES
from law.runner import run
from shuyuan.kernel.verdict import Reason
from shuyuan.regulations.errors import BrokenLaw
from shuyuan.regulations.reason_texts import read_reasons

PACKAGE = Path(shuyuan.__file__).parent
RULES = sorted([*PACKAGE.glob("*/rules.py"), *PACKAGE.glob("*/rules/*.py")])


def reasons_in(tree: ast.AST) -> list[ast.Call]:
    """The places where code makes a Reason."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [node for node in calls if isinstance(node.func, ast.Name) and node.func.id == "Reason"]


def codes_in(path: Path) -> set[str]:
    """Reason codes as they stand in the module, also those that a name gets one line above."""
    found = set()
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        given = {
            target.id: strings_in(node.value)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in reasons_in(function):
            code = call.args[0]
            codes = given.get(code.id, set()) if isinstance(code, ast.Name) else strings_in(code)
            assert codes, f"{path.name}:{call.lineno}: which codes can this be? Write them out."
            found |= codes
    return found


def strings_in(node: ast.expr) -> set[str]:
    """Constants of an expression; the test of a conditional is no answer of it."""
    if isinstance(node, ast.IfExp):
        return strings_in(node.body) | strings_in(node.orelse)
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


CODES = {path: codes_in(path) for path in RULES}
ALL_CODES = set().union(*CODES.values())


def test_the_rules_give_reasons_at_all():
    assert len(ALL_CODES) > 80


def test_every_reason_code_of_a_rule_has_a_text(law):
    for path, codes in CODES.items():
        missing = codes - set(law.reasons.texts)
        assert not missing, (
            f"regulations/reasons has no text for {sorted(missing)} of {path.relative_to(PACKAGE)}"
        )


def test_no_text_stands_for_a_code_that_nothing_gives(law):
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    orphans = [code for code in law.reasons.texts if f'"{code}"' not in source]
    assert not orphans, f"texts without a rule: {orphans}"


def test_every_reason_of_a_rule_cites_a_provision_of_the_register(law):
    for path in RULES:
        for call in reasons_in(ast.parse(path.read_text(encoding="utf-8"))):
            if len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
                law.unit(call.args[1].value)


def test_the_worked_cases_reach_every_reason_code(legal_on):
    reached = {reason.code for case in ALL_CASES for reason in run(case, legal_on(case.today)).reasons}
    missing = ALL_CODES - reached
    assert not missing, f"no worked case gives {sorted(missing)}"


def test_both_languages_of_a_text_name_the_same_facts(law):
    for code, text in law.reasons.texts.items():
        zh, en = ({part[1] for part in string.Formatter().parse(t)} for t in (text.says.zh, text.says.en))
        assert zh == en, f"{code}: {zh} in Chinese, {en} in English"


def test_chinese_texts_are_chinese_and_end_as_sentences(law):
    for code, text in law.reasons.texts.items():
        for part in (text.says.zh, text.remedy.zh):
            assert re.search(r"[一-鿿]", part), code
            assert part.endswith("。"), f"{code}: {part}"
        for part in (text.says.en, text.remedy.en):
            assert part.endswith("."), f"{code}: {part}"


def test_a_reason_is_told_with_its_facts_and_ends_with_its_basis(law):
    reason = Reason("extension_too_long", "jz-data-2020/14.2", {"limit": 10, "asked": 11})
    assert law.explain(reason) == (
        "申请延长11个工作日，可延长1至10个工作日。依据《焦作市政务数据资源管理暂行办法》第十四条第二款"
    )
    assert law.explain(reason, "en").endswith("on Government Data Resources, Article 14, paragraph 2")


def test_coded_facts_are_told_in_words_and_lists_are_joined(law):
    reason = Reason("grounds_incomplete", "jz-data-2020/19.1.1", {"missing": ["legal_basis", "duty_basis"]})
    assert "法律政策依据、部门职责依据" in law.explain(reason)
    assert "legal basis, duty basis" in law.explain(reason, "en-us")


def test_an_unknown_code_or_provision_does_not_break_the_page_that_refuses(law):
    assert law.explain(Reason("quite_new", "nowhere/99.1")) == "quite_new依据nowhere/99.1"
    assert law.explain(Reason("quite_new", "")) == "quite_new"
    assert law.explain(Reason("quite_new", "not a provision"), "en") == "quite_new Basis: not a provision"
    assert law.remedy(Reason("quite_new", "")) == ""


def test_a_fact_that_the_rule_forgot_shows_as_a_question_mark(law):
    assert "申请延长?个工作日" in law.explain(
        Reason("extension_too_long", "jz-data-2020/14.2", {"limit": 10})
    )


def test_facts_cannot_reach_into_python_through_the_text(law):
    facts = {"limit": "{0.__class__}", "asked": date(2020, 11, 2)}
    assert "{0.__class__}" in law.explain(Reason("extension_too_long", "jz-data-2020/14.2", facts))


def test_a_code_that_stands_in_two_files_is_refused(tmp_path):
    (tmp_path / "words.yaml").write_text("a: {zh: 甲, en: a}\n", encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(
            "too_long:\n  zh: 太长。\n  en: Too long.\n  remedy_zh: 缩短。\n  remedy_en: Shorten it.\n",
            encoding="utf-8",
        )
    with pytest.raises(BrokenLaw, match=r"two\.yaml:1: the reason too_long stands in another file too"):
        read_reasons(tmp_path)
