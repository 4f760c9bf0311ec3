"""Which functions carry which provision, over all rooms.

The rooms stand above this one, so they are found by their place in the package and imported by name at
run time; nothing here depends on any of them.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import shuyuan
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import CARRIED


def rule_modules() -> tuple[str, ...]:
    """The dotted names of every room's rules."""
    rooms = sorted(path.parent.name for path in Path(shuyuan.__file__).parent.glob("*/__init__.py"))
    return tuple(f"shuyuan.{room}.rules" for room in rooms if find_spec(f"shuyuan.{room}.rules"))


def carried() -> dict[str, tuple[str, ...]]:
    """Provision → the functions that carry it as ``room.function``, in alphabetical order."""
    for module in rule_modules():
        import_module(module)
    return {
        provision: tuple(sorted({short_name(function) for function in functions}))
        for provision, functions in sorted(CARRIED.items())
    }


def short_name(function: str) -> str:
    """``shuyuan.projects.rules.funding.is_standby`` as the register writes it: ``projects.is_standby``."""
    parts = function.split(".")
    return f"{parts[1]}.{parts[-1]}" if parts[0] == shuyuan.__name__ else function


def find_rule(name: str) -> object:
    """The function or gate that a case or the register names; LookupError when there is none."""
    room, _, function = name.partition(".")
    module = f"shuyuan.{room}.rules"
    if module not in rule_modules():
        msg = f"{name}: the room {room!r} has no rules"
        raise LookupError(msg)
    found = getattr(import_module(module), function, None)
    if isinstance(found, Gate) or callable(found):
        return found
    msg = f"{name}: {module} has no such function or gate"
    raise LookupError(msg)


def provisions_of(name: str) -> frozenset[str]:
    """What a function carries, or what the rules of a gate carry together; LookupError as `find_rule`."""
    found = find_rule(name)
    members = found.rules if isinstance(found, Gate) else (found,)
    names = {f"{member.__module__}.{member.__qualname__}" for member in members}  # type: ignore[attr-defined]
    return frozenset(provision for provision, functions in CARRIED.items() if names & set(functions))
