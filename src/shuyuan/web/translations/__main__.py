"""`python -m shuyuan.web.translations [compile | update ROOM…]`; without arguments it checks."""

import sys

from shuyuan.web.translations import rooms


def main(arguments: list[str]) -> int:
    """Run one command; 1 when something is missing, fuzzy, unused or contradictory."""
    say = sys.stdout.write
    match arguments:
        case ["compile"]:
            say(f"{rooms.compile_stale(force=True)} catalogs compiled\n")
            return 0
        case ["update", *names] if names:
            for name in names:
                say(f"{name}: {rooms.update(name)} texts without Chinese\n")
            return 0
        case []:
            found = list(rooms.complaints())
            say("".join(f"{line}\n" for line in found))
            return 1 if found else 0
    say(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
