"""Verdicts, gates and provisions: every reason at once, and no provision that cannot be read."""

from dataclasses import dataclass

import pytest

from shuyuan.kernel import provisions
from shuyuan.kernel.actor import PLATFORM, THREE_ADMINISTRATORS, Actor, Role
from shuyuan.kernel.errors import RuleRefused, ShuyuanError
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import CARRIED, Provision, carries
from shuyuan.kernel.verdict import Reason, Verdict


@dataclass(frozen=True)
class WellFacts:
    dry: bool
    fenced: bool


def needs_water(facts: WellFacts) -> Reason | None:
    return Reason("well_is_dry", "made-up/1") if facts.dry else None


def needs_fence(facts: WellFacts) -> Reason | None:
    return None if facts.fenced else Reason("well_not_fenced", "made-up/2.1", {"fence": None})


WELL = Gate("well", [needs_water, needs_fence])


def test_a_gate_gives_every_reason_at_once_in_the_order_of_its_rules():
    verdict = WELL.judge(WellFacts(dry=True, fenced=False))
    assert [reason.code for reason in verdict.reasons] == ["well_is_dry", "well_not_fenced"]
    assert not verdict.allowed


def test_a_gate_without_objection_is_open():
    assert WELL.judge(WellFacts(dry=False, fenced=True)) == Verdict()


def test_verdicts_add_up():
    dry, open_well = (
        WELL.judge(WellFacts(dry=True, fenced=True)),
        WELL.judge(WellFacts(dry=False, fenced=False)),
    )
    assert [reason.code for reason in (dry + open_well).reasons] == ["well_is_dry", "well_not_fenced"]


def test_a_refusal_carries_the_whole_verdict():
    verdict = WELL.judge(WellFacts(dry=True, fenced=False))
    refusal = RuleRefused(verdict)
    assert refusal.verdict is verdict
    assert str(refusal) == "well_is_dry, well_not_fenced"
    assert refusal.http_status == 409


def test_every_error_has_a_code_of_its_own_and_a_status_of_refusal_or_fault():
    tree = [ShuyuanError, *ShuyuanError.__subclasses__()]
    errors = [error for error in tree if error.__module__ == ShuyuanError.__module__]
    codes = [error.code for error in errors]
    assert len(set(codes)) == len(codes)
    assert all(400 <= error.http_status < 600 for error in errors)


@pytest.mark.parametrize(
    "text", ["", "14.2", "jz-data-2020", "jz-data-2020/", "jz-data-2020/14.", "JZ/1", "a/1.2.3.4"]
)
def test_what_is_no_provision_is_refused(text):
    with pytest.raises(ValueError, match="not a provision"):
        Provision.parse(text)
    with pytest.raises(ValueError, match="not a provision"):
        carries(text)


@pytest.mark.parametrize("text", ["jz-data-2020/14", "jz-data-2020/14.2", "jz-project-2020/19.1.2"])
def test_a_provision_is_written_as_it_is_read(text):
    assert str(Provision.parse(text)) == text


def test_a_function_is_listed_under_the_provisions_that_it_carries(monkeypatch):
    monkeypatch.setattr(provisions, "CARRIED", dict[str, list[str]]())

    @carries("made-up/1", "made-up/2.1")
    def water() -> None:
        """Nothing."""

    assert list(provisions.CARRIED) == ["made-up/1", "made-up/2.1"]
    assert all(names[0].endswith("water") for names in provisions.CARRIED.values())
    assert "made-up/1" not in CARRIED


def test_only_the_bureau_is_the_administration():
    bureau = Actor(1, "Wu", 1, "bureau", Role.DATA_ADMINISTRATION)
    assert bureau.is_administration
    assert not PLATFORM.is_administration
    assert Role.DATA_ADMINISTRATION not in THREE_ADMINISTRATORS
