"""What the platform already has for a name: the element, who supplies it, and how certain that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shuyuan.catalog.rules import SharingType
from shuyuan.catalog.states import State
from shuyuan.elements.matching import SURE, Ground, Wanted
from shuyuan.elements.models import Binding, DataElement
from shuyuan.elements.rules import must_ask
from shuyuan.elements.selectors import matcher
from shuyuan.elements.states import Use

#: A field has at most so many other elements that it could mean.
MOST_OTHERS = 2


@dataclass(frozen=True)
class Supplier:
    """An entry from which the datum can be had, and under which sharing type."""

    binding: Binding
    sharing_type: str

    @property
    def is_shared(self) -> bool:
        """Whether departments can have it at all; who must not share it leaves others to ask."""
        return self.sharing_type != SharingType.NOT_SHARED

    @property
    def is_source(self) -> bool:
        """Whether it is the authoritative one."""
        return self.binding.use == Use.SOURCE


@dataclass(frozen=True)
class FieldAnswer:
    """One field of a form: what it most probably is, who supplies it, and whether it must still be asked."""

    label: str
    basis: str
    element: DataElement | None = None
    score: int = 0
    grounds: tuple[Ground, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    others: tuple[DataElement, ...] = field(default=())

    @property
    def is_sure(self) -> bool:
        """Whether name and element certainly mean the same."""
        return self.score >= SURE

    @property
    def best(self) -> Supplier | None:
        """From whom it is best taken: the source, else the first that has it."""
        return self.suppliers[0] if self.suppliers else None

    @property
    def is_personal_key(self) -> bool:
        """Whether it is the number by which the person is found, which a form keeps asking."""
        return self.element is not None and self.element.identifies

    @property
    def is_perhaps_there(self) -> bool:
        """Whether somebody should look: it may be on the platform, but the name is not certain."""
        shared = any(one.is_shared for one in self.suppliers)
        return shared and not self.is_sure and not self.basis

    @property
    def must_ask(self) -> bool:
        """Whether the form still has to ask for it."""
        codes = [one.binding.entry.code or "" for one in self.suppliers if one.is_shared]
        return must_ask(codes, self.basis, certain=self.is_sure and not self.is_personal_key)


def answer_fields(fields: Sequence[tuple[str, str]], *, about: str = "") -> list[FieldAnswer]:
    """What the platform has for each field, given as label and law that orders to ask it all the same."""
    finder = matcher()
    found = {label: finder.find(Wanted(label, about=about), limit=1 + MOST_OTHERS) for label, _ in fields}
    codes = {match.code for matches in found.values() for match in matches}
    elements = DataElement.objects.in_bulk(codes, field_name="code")
    suppliers = suppliers_of(element.pk for element in elements.values())
    answers = []
    for label, basis in fields:
        matches = found[label]
        if not matches:
            answers.append(FieldAnswer(label, basis))
            continue
        best = matches[0]
        element = elements[best.code]
        answers.append(
            FieldAnswer(
                label,
                basis,
                element,
                best.score,
                best.grounds,
                tuple(suppliers.get(element.pk, ())),
                tuple(elements[match.code] for match in matches[1:]),
            )
        )
    return answers


def suppliers_of(elements: Iterable[int]) -> dict[int, list[Supplier]]:
    """Element id → published entries that hold it, the authoritative source first, then who collects it."""
    order = {Use.SOURCE: 0, Use.COLLECTS: 1, Use.USES: 2}
    bindings = (
        Binding.objects.filter(element__in=list(elements), entry__state=State.PUBLISHED)
        .select_related("entry__provider")
        .prefetch_related("entry__items")
    )
    found: dict[int, list[Supplier]] = {}
    for binding in sorted(bindings, key=lambda one: (order[Use(one.use)], one.entry.code or "", one.pk)):
        item = next((one for one in binding.entry.items.all() if one.name == binding.item_name), None)
        if item is not None:
            sharing = item.sharing_type or binding.entry.sharing_type
            found.setdefault(binding.element_id, []).append(Supplier(binding, sharing))
    return found
