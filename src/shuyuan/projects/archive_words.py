"""What the tables in a project's archive hold, in words for who opens it; rooms above by their tables."""

from typing import Any

from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

TABLES = {
    "approvals.plan": _("Plans of integration and co-use"),
    "approvals.planline": _("What those plans name"),
    "delivery.acceptance": _("Acceptances of the project"),
    "delivery.amendment": _("Supplements to contracts"),
    "delivery.bid": _("Bids of the tenders"),
    "delivery.changerequest": _("Changes that were asked for"),
    "delivery.contract": _("Contracts of the project"),
    "delivery.engineeringsupervisor": _("Engineering supervisors"),
    "delivery.milestone": _("Milestones of the construction"),
    "delivery.supervisionreport": _("Reports of the engineering supervisor"),
    "delivery.tender": _("Tenders and other procurements"),
    "evaluation.evaluation": _("Evaluations of the project"),
    "evaluation.mark": _("Marks of the evaluations"),
    "experts.case": _("Reviews by experts"),
    "experts.exclusion": _("Experts who were excluded, and why"),
    "experts.sheet": _("Opinions and scores of the experts"),
    "funds.paymentrequest": _("Requests for payment of the project"),
    "funds.startexcuse": _("Reasons for not having begun"),
    "funds.yearendline": _("What year-end runs found"),
    "planning.budgetline": _("Lines of the budget"),
    "planning.compiledline": _("Lines in compiled plans"),
    "planning.libraryrecord": _("Years in the library"),
    "planning.projectplan": _("Study, consent and infrastructure"),
    "planning.target": _("Performance targets of the project"),
    "studies.datum": _("Items as others are compared with them"),
    "studies.need": _("Needed data of others"),
    "studies.overlap": _("Overlaps that were found"),
    "studies.plannedentry": _("Planned entries of the catalog"),
    "studies.profile": _("Text by which the project is compared"),
    "studies.study": _("Feasibility study as data"),
    "studies.systemlink": _("Systems that it replaces, joins or extends"),
    "supervision.auditcase": _("Audits and their findings"),
    "supervision.liability": _("Who was held responsible"),
    "supervision.order": _("Orders to rectify and their answers"),
    "supervision.sanction": _("Sanctions that were imposed"),
}


def table_words(model: type[Model]) -> str:
    """What a table holds; its own name where nobody gave it words."""
    meta = model._meta  # noqa: SLF001 Django's way to a model's names
    return str(TABLES.get(meta.label_lower, meta.verbose_name))


def column_words(field: "Field[Any, Any]") -> str:
    """The head of a column: its words, and the name by which programs know it."""
    words = str(field.verbose_name)
    known = field.name.replace("_", " ")
    return field.attname if words == known else f"{words} ({field.attname})"


def value_words(row: Model, field: "Field[Any, Any]") -> Any:
    """The value as people read it: a choice in words with its code."""
    value = getattr(row, field.attname)
    if not field.choices or value in {None, ""}:
        return value
    words = str(getattr(row, f"get_{field.attname}_display")())
    return value if words == str(value) else f"{words} ({value})"
