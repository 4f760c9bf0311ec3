"""YAML with a memory for lines, so that every complaint about a file of the law names file and line."""

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml

from shuyuan.regulations.errors import BrokenLaw
from shuyuan.regulations.wording import Text


class Marked(dict[Any, Any]):
    """A mapping that knows its file, its first line and the line of each key."""

    source: str = ""
    line: int = 0
    lines: dict[Any, int]

    def fail(self, complaint: str, key: object = None) -> BrokenLaw:
        """The error to raise, placed at `key` when that key stands in this mapping."""
        return BrokenLaw(f"{self.source}:{self.lines.get(key, self.line)}: {complaint}")


class _Loader(yaml.SafeLoader):
    """Builds `Marked` mappings and refuses a key that stands twice."""

    source = ""


def _construct(loader: _Loader, node: yaml.MappingNode) -> Marked:
    marked = Marked()
    marked.source, marked.line, marked.lines = loader.source, node.start_mark.line + 1, {}
    for key_node, _ in node.value:
        if key_node.tag == "tag:yaml.org,2002:merge":
            continue
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, Hashable) or key in marked.lines:
            raise BrokenLaw(f"{loader.source}:{line}: the key {key!r} stands twice or cannot be a key")
        marked.lines[key] = line
    loader.flatten_mapping(node)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        marked[key] = loader.construct_object(value_node, deep=True)
    return marked


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct)


def read(path: Path) -> Any:
    """The content of one YAML file; raises BrokenLaw with the line for anything malformed."""
    source = "/".join(path.parts[-3:])
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        loader.source = source
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenLaw(f"{source}:{line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise BrokenLaw(f"{source}:1: {error}") from error


def read_mapping(path: Path) -> Marked:
    """As `read`, for a file whose top is a mapping."""
    data = read(path)
    if not isinstance(data, Marked):
        raise BrokenLaw(f"{'/'.join(path.parts[-3:])}:1: a mapping was expected at the top")
    return data


def require(
    mapping: object, where: Marked, required: Mapping[str, type], optional: Mapping[str, type]
) -> Marked:
    """The mapping itself if it has exactly these fields with these types; raises BrokenLaw otherwise."""
    if not isinstance(mapping, Marked):
        raise where.fail(f"a mapping was expected, not {mapping!r}")
    for name in mapping:
        if name not in required and name not in optional:
            known = ", ".join([*required, *optional])
            raise mapping.fail(f"unknown field {name!r} (known: {known})", name)
    for name, kind in {**required, **optional}.items():
        if name not in mapping:
            if name in required:
                raise mapping.fail(f"the field {name!r} is missing")
            continue
        value = mapping[name]
        wrong = not isinstance(value, kind) or (kind is int and isinstance(value, bool))
        if wrong or value == "":
            raise mapping.fail(f"{name!r} must be {kind.__name__} and not empty, not {value!r}", name)
    return mapping


def text(mapping: object, where: Marked) -> Text:
    """A `{zh: …, en: …}` mapping as a Text."""
    checked = require(mapping, where, {"zh": str, "en": str}, {})
    return Text(checked["zh"], checked["en"])
