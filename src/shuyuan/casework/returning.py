"""What the return dialog of a case page sends: earlier gaps that stay, new ones in lines, what is new."""

from dataclasses import dataclass

from django.http import QueryDict

from shuyuan.casework.selectors import named_gaps
from shuyuan.casework.steps import Gap, read_gaps


@dataclass(frozen=True)
class Return:
    """What somebody sends a case back with."""

    gaps: tuple[Gap, ...]
    new_facts: str = ""


def read_return(data: QueryDict, subject_kind: str, subject_id: object) -> Return:
    """Read the fields of `{% returndialog %}`: `gap` (boxes), `reason` (one thing a line), `new_facts`."""
    chosen = set(data.getlist("gap"))
    again = [gap for gap in named_gaps(subject_kind, subject_id) if gap.key in chosen]
    return Return((*again, *read_gaps(data.get("reason", ""))), data.get("new_facts", "").strip())
