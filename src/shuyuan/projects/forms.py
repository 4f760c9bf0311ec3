"""Forms of projects, and the field of money for the forms of all their rooms."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuyuan.projects.money import WAN, entered, money_words
from shuyuan.projects.steps import MOST_FEN

_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,12})(?:\.(?P<rest>[0-9]{0,12}))?", re.ASCII)
_DECIMALS = 6


class MoneyField(forms.CharField):
    """An amount that is typed in ten thousand yuan (万元) and comes out in whole fen.

    Six decimals are exactly one fen. `least_fen` is the smallest amount taken: one fen, or 0 where nothing is
    an answer. Separators and full-width digits are understood; signs, exponents and words are refused.
    """

    default_error_messages = {
        "not_money": _("Enter an amount in ten thousand yuan, in figures such as 120 or 85.5."),
        "negative_money": _("An amount cannot be negative."),
        "too_exact": _("At most six decimals: the smallest amount is one fen."),
        "too_much": _("This is more than the platform takes for one project (%(most)s)."),
        "too_little": _("The amount must be more than nothing."),
    }

    def __init__(self, *, least_fen: int = 1, **options: Any) -> None:
        options.setdefault("label", _("Amount (ten thousand yuan)"))
        super().__init__(max_length=40, **options)
        self.least_fen = least_fen

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Figures come up first on phones."""
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Fen of an initial value as they would be typed; what somebody typed stays as it is."""
        return entered(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Whole fen; None for an empty field."""
        if isinstance(value, int) and not isinstance(value, bool):
            return self._within(value)
        text = unicodedata.normalize("NFKC", super().to_python(value))
        text = re.sub(r"[,\s_]", "", text)
        if not text:
            return None
        if text.startswith(("-", "\u2212")):
            raise self._refused("negative_money")
        found = _AMOUNT.fullmatch(text.removeprefix("+"))
        if not found:
            huge = text.replace(".", "", 1).isdecimal()
            raise self._refused("too_much" if huge else "not_money")
        decimals = (found["rest"] or "").rstrip("0")
        if len(decimals) > _DECIMALS:
            raise self._refused("too_exact")
        return self._within(int(found["whole"]) * WAN + int(decimals.ljust(_DECIMALS, "0") or 0))

    def _within(self, fen: int) -> int:
        if fen < self.least_fen:
            raise self._refused("negative_money" if fen < 0 else "too_little")
        if fen > MOST_FEN:
            raise self._refused("too_much")
        return fen

    def _refused(self, code: str) -> forms.ValidationError:
        params = {"most": money_words(MOST_FEN)}
        return forms.ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another amount was typed."""
        return bool(super().has_changed(self.prepare_value(initial), data))

    def run_validators(self, value: Any) -> None:
        """The text's own validators (length, NUL) have nothing to say about a number."""
        if not isinstance(value, int):
            super().run_validators(value)
