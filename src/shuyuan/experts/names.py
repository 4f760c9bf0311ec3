"""Several names in one field of a form or a file."""

_SIGNS = "，、；;,\r"


def split_names(text: str) -> tuple[str, ...]:
    """Names divided by lines, commas or semicolons, each once."""
    for sign in _SIGNS:
        text = text.replace(sign, "\n")
    return tuple(dict.fromkeys(name.strip() for name in text.split("\n") if name.strip()))
