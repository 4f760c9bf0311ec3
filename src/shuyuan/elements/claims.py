"""Bindings as the claims that the rules judge: department, area, whom the entry is about."""

from collections.abc import Iterable

from shuyuan.elements.models import Binding
from shuyuan.elements.rules import Claim, are_rivals
from shuyuan.elements.selectors import HANDED_IN
from shuyuan.elements.states import Use
from shuyuan.organizations.models import Department

_WHOLE_CITY = "00"


def area_of(department: Department) -> str:
    """The region code for which a department answers, '' for the whole city."""
    code = department.region.code
    return "" if code.endswith(_WHOLE_CITY) else code


def claim_of(binding: Binding, *, use: Use | None = None) -> Claim:
    """The claim of a binding, or what it would be with another use."""
    return Claim(
        department=binding.entry.provider.name,
        use=use or Use(binding.use),
        area=binding.area,
        about=binding.entry.subject_kind,
        handed_in=binding.entry.state in HANDED_IN,
    )


def rivals_among(bindings: Iterable[Binding], *, about: str) -> list[Binding]:
    """The bindings that stand against at least one other."""
    claims = [(binding, claim_of(binding)) for binding in bindings]
    return [
        binding
        for binding, claim in claims
        if any(are_rivals(claim, other, about=about) for _, other in claims)
    ]
