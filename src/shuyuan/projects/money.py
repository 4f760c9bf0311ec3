"""Money in words: fen are kept, ten thousand yuan (万元) with two decimals are read; yuan in English."""

from django.utils import formats
from django.utils.translation import get_language, gettext

#: Fen in ten thousand yuan.
WAN = 1_000_000
_FEN_PER_STEP = WAN // 100


def in_wan(fen: int) -> str:
    """Fen as 万元 with two decimals and thousands separators, rounded half up: 1,234.57."""
    steps = (abs(fen) + _FEN_PER_STEP // 2) // _FEN_PER_STEP
    sign = "-" if fen < 0 and steps else ""
    return f"{sign}{_grouped(steps // 100)}.{steps % 100:02d}"


def in_yuan(fen: int) -> str:
    """Fen as yuan, exact: 12,345,678.90."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{_grouped(abs(fen) // 100)}.{abs(fen) % 100:02d}"


def money_words(fen: int) -> str:
    """Fen in words: 1,234.57 万元; ¥12,345,700 where nobody counts in ten thousands."""
    if not (get_language() or "").startswith("zh"):
        steps = (abs(fen) + _FEN_PER_STEP // 2) // _FEN_PER_STEP
        return f"{'-' if fen < 0 and steps else ''}¥{_grouped(steps * 100)}"
    return gettext("%(amount)s ten thousand yuan") % {"amount": in_wan(fen)}


def exact_words(fen: int) -> str:
    """Fen in words to the fen: 12,345,678.90 元."""
    return gettext("%(amount)s yuan") % {"amount": in_yuan(fen)}


def entered(fen: int) -> str:
    """Fen as a person would type them into a field in 万元: all decimals that matter, no separators."""
    whole, rest = divmod(fen, WAN)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".") if rest else str(whole)


def _grouped(whole: int) -> str:
    return formats.number_format(whole, use_l10n=True, force_grouping=True)
