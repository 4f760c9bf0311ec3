"""Texts in two languages, and how a place in the law is written in each of them."""

from dataclasses import dataclass

from shuyuan.kernel.provisions import Provision

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Text:
    """One text in Chinese and English."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text for a language code such as ``zh-hans`` or ``en-us``; Chinese unless it is English."""
        return self.en if language.startswith("en") else self.zh


def numeral(number: int) -> str:
    """A number from 1 to 99 as the law writes it: 14 is 十四; ValueError outside that range."""
    if not 1 <= number <= 99:  # noqa: PLR2004
        msg = f"an article number between 1 and 99 was expected, not {number}"
        raise ValueError(msg)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def parse_numeral(text: str) -> int:
    """The number that `numeral` writes so; ValueError for anything else."""
    tens, ten, ones = text.rpartition("十")
    try:
        number = (_DIGITS.index(tens or "一") * 10 if ten else 0) + (_DIGITS.index(ones) if ones else 0)
        is_written_so = numeral(number) == text
    except ValueError:
        is_written_so = False
    if not is_written_so:
        msg = f"not a number between 1 and 99 as the law writes it: {text!r}"
        raise ValueError(msg)
    return number


def place(provision: Provision, *, only_paragraph: bool) -> Text:
    """Where it stands: 第十四条第二款. An article's only paragraph is not counted when it is cited."""
    zh = f"第{numeral(provision.article)}条"
    en = f"Article {provision.article}"
    if provision.paragraph is not None and not only_paragraph:
        zh += f"第{numeral(provision.paragraph)}款"
        en += f", paragraph {provision.paragraph}"
    if provision.item is not None:
        zh += f"第{numeral(provision.item)}项"
        en += f", item {provision.item}"
    return Text(zh, en)
