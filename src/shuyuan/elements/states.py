"""States of data elements and of source conflicts, and what each item does with its element."""

from enum import StrEnum


class ElementState(StrEnum):
    """From a department's proposal to the end; only an element in force can be bound."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    RETIRED = "retired"


class Use(StrEnum):
    """What the item of an entry is to its data element."""

    SOURCE = "source"  # 权威来源: named by the bureau, one for each area
    COLLECTS = "collects"  # the department says that it collects the datum itself
    USES = "uses"  # 取自权威来源: the department takes it from the source


class ConflictState(StrEnum):
    """A case of two departments that both claim to be the source."""

    OPEN = "open"
    SETTLED = "settled"
    LAPSED = "lapsed"  # nothing is left to settle: only one claim remains


class Stance(StrEnum):
    """What a side says when it is heard."""

    CLAIMS = "claims"
    YIELDS = "yields"


class ProposalState(StrEnum):
    """What people made of a proposed binding."""

    OPEN = "open"
    BOUND = "bound"
    NONE = "none"  # the item belongs to no element


#: Uses that claim to collect; two of them in one area are rivals.
CLAIMING = frozenset({Use.SOURCE, Use.COLLECTS})
