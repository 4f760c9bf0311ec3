"""Which texts a room says: found in its Python files and its templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from shuyuan.web.translations.po import Key

_STRING = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*{_STRING}(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?")
_MARKUP = {".html", ".txt"}


def said_in(room: Path) -> dict[Key, str]:
    """Every text of the room with the first place that says it (`file:line`)."""
    found: dict[Key, str] = {}
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py":
            keys = list(_in_python(path))
        elif path.suffix in _MARKUP and "templates" in path.parts:
            keys = list(_in_template(path))
        else:
            continue
        for key, line in keys:
            found.setdefault(key, f"{path.relative_to(room)}:{line}")
    return found


def _in_python(path: Path) -> Iterator[tuple[Key, int]]:
    source = path.read_text(encoding="utf-8")
    if "translation" not in source:
        return
    tree = ast.parse(source, str(path))
    names = {
        alias.asname or alias.name: alias.name.removesuffix("_lazy").removesuffix("_noop")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            texts = [
                arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None
                for arg in node.args
            ]
            key = _key(names[node.func.id], texts)
            if key:
                yield key, node.lineno


def _in_template(path: Path) -> Iterator[tuple[Key, int]]:
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in _CALL.finditer(text):
        function = "gettext" if match[1] == "_" else match[1]
        texts = [ast.literal_eval(part) if part else None for part in match.groups()[1:]]
        key = _key(function, texts)
        if key:
            yield key, text.count("\n", 0, match.start()) + 1


def _key(function: str, texts: list[str | None]) -> Key | None:
    """The key of a call by the function's name; None when a text is not written out in the call."""
    wanted = {"gettext": 1, "pgettext": 2, "ngettext": 2, "npgettext": 3}[function]
    given = texts[:wanted]
    if len(given) < wanted or not all(given):
        return None
    parts = [part for part in given if part is not None]
    context = parts.pop(0) if "p" in function.removesuffix("gettext") else ""
    return Key(context, *parts)
