"""Tables of the data elements, one file per concept."""

from shuyuan.elements.models.bindings import Binding, Borrowing, Proposal
from shuyuan.elements.models.codes import CodeTable, CodeTableVersion
from shuyuan.elements.models.conflicts import ConflictSide, SourceConflict
from shuyuan.elements.models.elements import DataElement
from shuyuan.elements.models.form_checks import FormCheck

__all__ = [
    "Binding",
    "Borrowing",
    "CodeTable",
    "CodeTableVersion",
    "ConflictSide",
    "DataElement",
    "FormCheck",
    "Proposal",
    "SourceConflict",
]
