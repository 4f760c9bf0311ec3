"""The law of one place: which instruments hold since when, their values, citations and reason texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from shuyuan.kernel.provisions import Provision
from shuyuan.kernel.verdict import Reason
from shuyuan.regulations.errors import BrokenLaw, UndecidedConflict, UnknownParameter, UnknownProvision
from shuyuan.regulations.instruments import Instrument, Unit, read_instrument
from shuyuan.regulations.parameters import DatedValue, Parameter
from shuyuan.regulations.reason_texts import ReasonTexts, read_reasons
from shuyuan.regulations.stack import Stack, read_stack
from shuyuan.regulations.wording import Text, place

HOME = Path(__file__).parent
STACK = HOME / "stack.yaml"


@dataclass(frozen=True)
class Citation:
    """A provision as people cite it: `title` without 《》, `place` 第十四条第二款, `summary` in our words."""

    provision: str
    instrument: str
    article: int
    title: Text
    place: Text
    summary: Text

    def text(self, language: str) -> str:
        """《焦作市政务数据资源管理暂行办法》第十四条第二款, or the same in English."""
        if language.startswith("en"):
            return f"{self.title.en}, {self.place.en}"
        return f"《{self.title.zh}》{self.place.zh}"


@dataclass(frozen=True, eq=False, repr=False)
class Law:
    """All known instruments, and the stack that says which of them hold here since when."""

    instruments: Mapping[str, Instrument]
    stack: Stack
    reasons: ReasonTexts

    def value(self, key: str, *, on: date) -> int:
        """The number in force on that day.

        Raises NotInForce before the first value, UnknownParameter for a key that no instrument gives,
        UndecidedConflict where two instruments give it and no decision in the stack says which holds.
        """
        value = self.dated(key, on=on).value
        if not isinstance(value, int):
            raise BrokenLaw(f"{key} is not a number but {value!r}; ask day_of_year or codes", key=key)
        return value

    def codes(self, key: str, *, on: date) -> tuple[str, ...]:
        """The list in force on that day; raises as `value` does."""
        value = self.dated(key, on=on).value
        if not isinstance(value, tuple):
            raise BrokenLaw(f"{key} is not a list but {value!r}", key=key)
        return value

    def day_of_year(self, key: str, *, year: int, on: date) -> date:
        """A yearly day such as the end of November, in that year; raises as `value` does."""
        value = self.dated(key, on=on).value
        if not isinstance(value, str):
            raise BrokenLaw(f"{key} is not a day of the year but {value!r}", key=key)
        return date.fromisoformat(f"{year:04}-{value}")

    def dated(self, key: str, *, on: date) -> DatedValue:
        """The value with its first day and provision, as a case keeps it; raises as `value` does."""
        return self.parameter(key, on=on).on(on)

    def parameter(self, key: str, *, on: date) -> Parameter:
        """The parameter that holds on that day, from the instrument that holds for it."""
        known = [name for name in self.stack.switched_on if key in self.instruments[name].parameters]
        if not known:
            raise UnknownParameter(f"no instrument that is switched on gives {key}", key=key)
        active = [name for name in known if self.stack.switched_on[name] <= on]
        if len(active) <= 1:
            return self.instruments[(active or known[-1:])[0]].parameters[key]
        decision = self.stack.decision(key, on)
        if decision is None or decision.instrument not in active:
            raise UndecidedConflict(
                f"{key} is given by {' and '.join(active)} on {on}, and nobody has decided which one holds",
                key=key,
                instruments=active,
                day=on.isoformat(),
            )
        return self.instruments[decision.instrument].parameters[key]

    def unit(self, provision: str) -> Unit:
        """The paragraph or item; raises UnknownProvision, also for a whole article."""
        place_in_law = provision.partition("/")[2]
        try:
            return self._instrument(provision).units[place_in_law]
        except KeyError as error:
            raise UnknownProvision(f"no such provision: {provision}", provision=provision) from error

    def cite(self, provision: str) -> Citation:
        """How to cite an article, paragraph or item; raises UnknownProvision when there is none."""
        instrument = self._instrument(provision)
        parsed = Provision.parse(provision)
        units = instrument.by_article.get(parsed.article, ())
        if parsed.paragraph is not None:
            units = (self.unit(provision),)
        if not units:
            raise UnknownProvision(f"no such provision: {provision}", provision=provision)
        return Citation(
            provision=provision,
            instrument=instrument.id,
            article=parsed.article,
            title=instrument.title,
            place=place(parsed, only_paragraph=instrument.paragraph_count(parsed.article) == 1),
            summary=Text("".join(u.summary.zh for u in units), " ".join(u.summary.en for u in units)),
        )

    def explain(self, reason: Reason, language: str = "zh-hans") -> str:
        """The reason in words with its facts, ending with 依据《…》第十四条第二款 (Basis: … in English).

        A code without a text, or a provision that the register lacks, is shown as it is: a page that
        refuses must never fail itself.
        """
        said = self.reasons.say(reason, language)
        if not reason.cites:
            return said
        try:
            basis = self.cite(reason.cites).text(language)
        except (UnknownProvision, ValueError):
            basis = reason.cites
        return f"{said} Basis: {basis}" if language.startswith("en") else f"{said}依据{basis}"

    def remedy(self, reason: Reason, language: str = "zh-hans") -> str:
        """What would change the answer; '' for a code without a text."""
        return self.reasons.remedy(reason, language)

    def _instrument(self, provision: str) -> Instrument:
        try:
            parsed = Provision.parse(provision)
            return self.instruments[parsed.instrument]
        except (ValueError, KeyError) as error:
            raise UnknownProvision(f"no such provision: {provision}", provision=provision) from error


@lru_cache(maxsize=8)
def load_law(stack: Path = STACK) -> Law:
    """The packaged instruments under a stack file, read once; raises BrokenLaw with file and line."""
    folders = sorted(path.parent for path in HOME.glob("*/instrument.yaml"))
    instruments = {folder.name: read_instrument(folder) for folder in folders}
    return Law(instruments, read_stack(stack, known=set(instruments)), read_reasons(HOME / "reasons"))
