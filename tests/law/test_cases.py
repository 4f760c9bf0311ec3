"""Every worked case of the law, run against the code."""

import re

import pytest

from law.conftest import ALL_CASES
from law.runner import agrees, run
from shuyuan.regulations.carriers import provisions_of
from shuyuan.regulations.instruments import Status


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: f"{case.cites}: {case.name.en}")
def test_the_case_comes_out_as_expected(case, legal_on):
    outcome = run(case, legal_on(case.today))
    assert agrees(case.expect, outcome.answer), f"{case.source}: {outcome.answer} instead of {case.expect}"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_refusal_of_a_case_is_explained_with_all_its_facts_and_a_basis(language, legal_on, law):
    for case in ALL_CASES:
        for reason in run(case, legal_on(case.today)).reasons:
            said = law.explain(reason, language)
            assert "?" not in said.replace("？", "?"), f"{reason.code} lacks a fact: {said}"
            assert reason.code not in said, f"{reason.code} has no text"
            assert law.cite(reason.cites).text(language) in said
            assert law.remedy(reason, language)


def test_a_case_cites_what_its_rule_carries():
    for case in ALL_CASES:
        assert case.cites in provisions_of(case.rule), (
            f"{case.source}: {case.rule} does not carry {case.cites}"
        )


def test_a_case_speaks_of_a_provision_that_code_decides(law):
    for case in ALL_CASES:
        assert law.unit(case.cites).status is Status.RULE, f"{case.source}: {case.cites} is no rule"


def test_case_names_differ_within_a_provision(cases_by_provision):
    for provision, cases in cases_by_provision.items():
        for names in ([case.name.en for case in cases], [case.name.zh for case in cases]):
            assert len(names) == len(set(names)), f"{provision}: a name stands twice"


def test_every_case_has_a_name_in_both_languages():
    for case in ALL_CASES:
        assert re.match(r"^[a-zA-Z0-9 ,;:'’%-]+$", case.name.en), f"{case.source}: {case.name!r}"
        assert re.search(r"[一-鿿]{2}", case.name.zh), f"{case.source}: {case.name!r}"
