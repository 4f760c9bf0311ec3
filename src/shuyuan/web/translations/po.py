"""The two file formats of gettext: `.po` that people edit, `.mo` that Django reads."""

import ast
import os
import struct
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: zh_Hans\n"
    "MIME-Version: 1.0\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)


class BrokenCatalog(ValueError):
    """A line of a `.po` file that is not gettext; the text names file and line."""


@dataclass(frozen=True, order=True)
class Key:
    """What identifies a message: its context ('' for none), the English text and its plural form."""

    context: str
    text: str
    plural: str = ""


@dataclass
class Message:
    """A message with its translations: one, or one per plural form; `fuzzy` ones are not yet agreed."""

    key: Key
    strings: list[str]
    fuzzy: bool = False
    comments: tuple[str, ...] = ()

    @property
    def is_translated(self) -> bool:
        """Whether every form has a text and nobody doubts it."""
        return bool(self.strings) and all(self.strings) and not self.fuzzy


def read(path: Path) -> dict[Key, Message]:
    """The messages of a `.po` file without its header; raises BrokenCatalog."""
    reader = _Reader(path)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        reader.take(number, line.strip())
    reader.finish()
    reader.messages.pop(Key("", ""), None)
    return reader.messages


class _Reader:
    """Collects the lines of one message until the next one begins."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.messages: dict[Key, Message] = {}
        self.fields: dict[str, str] = {}
        self.comments: list[str] = []
        self.place = ""

    def take(self, number: int, line: str) -> None:
        """One line of the file, stripped."""
        if not line or line.startswith("#"):
            self.finish()
            if line and not line.startswith(("#~", "#:")):
                self.comments.append(line)
            return
        try:
            if line.startswith('"'):
                self.fields[self.place] += ast.literal_eval(line)
                return
            keyword, _, text = line.partition(" ")
            if keyword in {"msgctxt", "msgid"} and keyword in self.fields:
                self.finish()
            self.place = keyword
            self.fields[keyword] = ast.literal_eval(text)
        except (SyntaxError, ValueError, KeyError) as error:
            raise BrokenCatalog(f"{self.path}:{number}: not a gettext line: {line}") from error

    def finish(self) -> None:
        """Keep the message whose lines were taken, if there is one."""
        fields = self.fields
        if "msgid" not in fields:
            return
        key = Key(fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""))
        if key in self.messages:
            raise BrokenCatalog(f"{self.path}: {key.text!r} stands twice")
        strings = [fields[name] for name in sorted(fields) if name.startswith("msgstr")]
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in self.comments)
        kept = tuple(line for line in self.comments if not line.startswith("#,"))
        self.messages[key] = Message(key, strings, fuzzy, kept)
        self.fields, self.comments = {}, []


def write(path: Path, messages: Iterable[Message]) -> None:
    """Write a `.po` file, its messages in order of their English text."""
    blocks = ['msgid ""\nmsgstr ""\n' + "".join(f"{_quoted(line)}\n" for line in HEADER.splitlines(True))]
    for message in sorted(messages, key=lambda message: message.key):
        lines = list(message.comments)
        lines += ["#, fuzzy"] if message.fuzzy else []
        lines += [f"msgctxt {_quoted(message.key.context)}"] if message.key.context else []
        lines.append(f"msgid {_quoted(message.key.text)}")
        if message.key.plural:
            lines.append(f"msgid_plural {_quoted(message.key.plural)}")
            lines += [f"msgstr[{i}] {_quoted(text)}" for i, text in enumerate(message.strings)]
        else:
            lines.append(f"msgstr {_quoted(message.strings[0])}")
        blocks.append("\n".join(lines) + "\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(blocks), encoding="utf-8")


def compile_to(path: Path, messages: Iterable[Message]) -> None:
    """Write the `.mo` file of the translated messages, replacing an older one in one step."""
    table = {b"": HEADER.encode()}
    for message in messages:
        if message.is_translated:
            name = f"{message.key.context}\4{message.key.text}" if message.key.context else message.key.text
            name = f"{name}\0{message.key.plural}" if message.key.plural else name
            table[name.encode()] = "\0".join(message.strings).encode()
    names = sorted(table)
    start = 28 + 16 * len(names)
    texts = b""
    indexes: list[list[int]] = [[], []]
    for index, values in zip(indexes, (names, [table[name] for name in names]), strict=True):
        for value in values:
            index += [len(value), start + len(texts)]
            texts += value + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(names), 28, 28 + 8 * len(names), 0, 0)
    body = struct.pack(f"<{4 * len(names)}I", *indexes[0], *indexes[1])
    handle, scratch = tempfile.mkstemp(dir=path.parent, suffix=".mo.new")
    with os.fdopen(handle, "wb") as file:
        file.write(head + body + texts)
    Path(scratch).chmod(0o644)
    Path(scratch).replace(path)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
