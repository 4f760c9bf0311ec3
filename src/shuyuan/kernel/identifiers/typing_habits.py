"""How people type numbers: full-width characters, spaces, invisible marks, lower case."""

import unicodedata

#: Marks that come along when a number is copied from a page or a spreadsheet; they show nothing.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"

_REMOVED = dict.fromkeys(map(ord, INVISIBLE))


def tidy(text: str) -> str:
    """Half-width and upper-case, without any white space or invisible mark.

    Letters are not guessed: an O stays an O and does not turn into a zero.
    """
    half_width = unicodedata.normalize("NFKC", text)
    return "".join(half_width.translate(_REMOVED).split()).upper()
