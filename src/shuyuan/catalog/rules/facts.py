"""What the rules on entries are told: the kinds, and the facts of a draft with its items."""

from dataclasses import dataclass
from enum import StrEnum


class SharingType(StrEnum):
    """The sharing attribute (共享属性) of an entry or an item, jz-data-2020/18.1, from open to closed."""

    UNCONDITIONAL = "unconditional"  # 无条件共享, national code 1
    CONDITIONAL = "conditional"  # 有条件共享, 2
    NOT_SHARED = "not_shared"  # 不予共享, 3


class SubjectKind(StrEnum):
    """Whom one row of an entry is about; decides by what it must be keyed."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    CERTIFICATE = "certificate"
    OTHER = "other"


#: Update cycles from the shortest on; what is updated irregularly is not compared.
CYCLES = (
    *("realtime", "daily", "weekly", "ten_days"),
    *("monthly", "quarterly", "half_yearly", "yearly"),
)

#: The check on a key item that makes it an identifier of that kind of subject (`engine.spec.CheckKind`).
IDENTIFIER_CHECKS = {SubjectKind.PERSON: "resident_id", SubjectKind.ORGANIZATION: "uscc"}


@dataclass(frozen=True)
class ItemFacts:
    """One item of an entry as it is written; `checks` are kinds of checks, `basis` its own condition."""

    name: str
    sharing_type: SharingType
    is_key: bool = False
    checks: tuple[str, ...] = ()
    is_base_item: bool = False  # a base item of a base database
    label: str = ""
    data_type: str = ""
    sensitive: bool = False
    personal: bool = False
    is_open: bool = False
    level: str = "general"
    basis: str = ""
    modes: tuple[str, ...] = ()  # its own; empty for those of the entry
    cycle: str = ""  # its own; empty for that of the entry
    open_condition: str = ""

    @property
    def title(self) -> str:
        """What people call the item."""
        return self.label or self.name


@dataclass(frozen=True)
class EntryFacts:
    """What the review of an entry needs to know; texts are '' and lists empty when missing.

    `fitting_modes` are those that its formats allow, `neighbors` the names of the provider's other
    entries, `published_items` the items that consumers have now, when a published entry is changed,
    `unknown_codes` the related codes that no entry has, `overstated` the census figures that exceed their
    totals.
    """

    name: str
    abstract: str
    provider: str
    formats: tuple[str, ...]
    update_cycle: str
    subject_kind: SubjectKind
    sharing_type: SharingType
    sharing_conditions: str
    sharing_scope: str
    sharing_purposes: tuple[str, ...]
    not_shared_basis: str
    modes: tuple[str, ...]
    declared_secret: bool
    items: tuple[ItemFacts, ...]
    fitting_modes: tuple[str, ...] = ()
    neighbors: tuple[str, ...] = ()
    published_items: tuple[ItemFacts, ...] = ()
    format_note: str = ""
    is_open: bool = False
    level: str = "general"
    unknown_codes: tuple[str, ...] = ()
    overstated: tuple[str, ...] = ()


@dataclass(frozen=True)
class AdviceFacts:
    """What a second look at a draft needs beside its facts.

    `similar` are names of other departments' published entries that resemble this one's, each with its
    department; `provider_code_fault` is '' when the provider's unified social credit code is sound.
    """

    entry: EntryFacts
    similar: tuple[str, ...] = ()
    provider_code_fault: str = ""
    privacy_assessed: bool = False
