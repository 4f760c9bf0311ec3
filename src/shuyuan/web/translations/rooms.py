"""The catalogs of all rooms: what is missing, what is left over, where two rooms disagree."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.reloader import translation_file_changed

from shuyuan.web.translations import po
from shuyuan.web.translations.extraction import said_in
from shuyuan.web.translations.po import Key, Message

PACKAGE = Path(__file__).parents[2]
CATALOG = Path("locale/zh_Hans/LC_MESSAGES/django.po")
#: The room whose texts every room may use, and which speaks for parts without a catalog of their own.
SHARED = "web"
_WITHOUT_CATALOG = ("config", "kernel")


def catalog_path(room: str) -> Path:
    """Where a room keeps its Chinese."""
    return PACKAGE / room / CATALOG


def rooms() -> list[str]:
    """Rooms that say anything or have a catalog, the shared one first."""
    found = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - set(_WITHOUT_CATALOG)
    speaking = [room for room in sorted(found) if catalog_path(room).exists() or texts_of(room)]
    return sorted(speaking, key=lambda room: (room != SHARED, room))


def texts_of(room: str) -> dict[Key, str]:
    """What a room says; the shared room also speaks for the parts without a catalog."""
    said = said_in(PACKAGE / room)
    if room == SHARED:
        for other in _WITHOUT_CATALOG:
            said = {**said_in(PACKAGE / other), **said}
    return said


def messages_of(room: str) -> dict[Key, Message]:
    """The catalog of a room, empty when it has none."""
    path = catalog_path(room)
    return po.read(path) if path.exists() else {}


def complaints() -> Iterator[str]:
    """One line for each text that is missing, fuzzy, unused or translated differently by two rooms."""
    shared = messages_of(SHARED)
    decided: dict[Key, tuple[str, list[str]]] = {}
    for room in rooms():
        said, messages = texts_of(room), messages_of(room)
        for key, place in said.items():
            message = messages.get(key) or shared.get(key)
            if message is None or not all(message.strings):
                yield f"{room}: missing: {key.text!r} ({place})"
        for key, message in messages.items():
            if key not in said:
                yield f"{room}: unused: {key.text!r}"
            if message.fuzzy:
                yield f"{room}: fuzzy: {key.text!r}"
            if not all(message.strings):
                continue
            first = decided.setdefault(key, (room, message.strings))
            if first[1] != message.strings:
                yield f"{room}: {key.text!r} is {message.strings}, but {first[1]} in {first[0]}"


def update(room: str) -> int:
    """Bring a room's catalog up to what it says; returns how many texts still lack Chinese."""
    said, messages, shared = texts_of(room), messages_of(room), messages_of(SHARED)
    wanted = [
        messages.get(key) or Message(key, [""])
        for key in said
        if key in messages or room == SHARED or key not in shared
    ]
    if wanted or catalog_path(room).exists():
        po.write(catalog_path(room), wanted)
    return sum(1 for message in wanted if not message.is_translated)


def compile_stale(*, force: bool = False) -> int:
    """Write the `.mo` files that are older than their source (all with `force`); returns how many."""
    written = 0
    for source in sorted(PACKAGE.glob(f"*/{CATALOG}")):
        target = source.with_suffix(".mo")
        if force or not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            po.compile_to(target, po.read(source).values())
            translation_file_changed(None, target)  # Django forgets what it has read before
            written += 1
    return written
