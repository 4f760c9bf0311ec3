"""Why a file or a batch was refused, in words: what, where, and what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuyuan.collection.problem_texts import REMEDIES
from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.verdict import Reason
from shuyuan.web.wording import words_of

#: Facts of an error that say where: name → how it reads.
PLACES = {
    "sheet": gettext_lazy("sheet “%s”"),
    "row": gettext_lazy("row %s"),
    "line": gettext_lazy("line %s"),
    "column": gettext_lazy("column “%s”"),
    "cell": gettext_lazy("cell %s"),
    "offset": gettext_lazy("byte %s"),
}

#: What the sender should know although it refuses nothing (`engine.readers.Note`).
NOTES = {
    "encoding": gettext_lazy("Characters read as %(encoding)s."),
    "delimiter": gettext_lazy("Columns divided by “%(delimiter)s”."),
    "sheet_read": gettext_lazy("Read from the sheet “%(sheet)s”."),
    "one_of_several_sheets_read": gettext_lazy("Read from the sheet “%(sheet)s”; the others were left out."),
}


@dataclass(frozen=True)
class ExplainedProblem:
    """A problem as the page shows it; `reasons` are those of the law, if a rule refused the batch."""

    title: str
    text: str
    place: str
    remedy: str
    reasons: tuple[Reason, ...] = ()


def explain_problem(problem: dict[str, Any]) -> ExplainedProblem:
    """The stored problem of a batch (`code`, `detail`, `facts`, `reasons`) in the language of the page."""
    facts = problem.get("facts", {})
    words = words_of(BadInput(problem.get("detail", ""), code=problem["code"], **facts))
    places = [str(text) % facts[name] for name, text in PLACES.items() if facts.get(name) not in {None, ""}]
    reasons = tuple(Reason(r["code"], r["cites"], r["facts"]) for r in problem.get("reasons", []))
    remedy = REMEDIES.get(facts.get("remedy", ""), words.remedy)
    return ExplainedProblem(words.title, words.text, _(", ").join(places), str(remedy), reasons)


def explain_note(note: dict[str, Any]) -> str:
    """A stored note in the language of the page."""
    text = NOTES.get(note["code"])
    return str(text) % note["facts"] if text else note["code"]
