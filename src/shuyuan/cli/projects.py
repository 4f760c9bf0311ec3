"""`shuyuan projects verify`: are the standing and the holds of all projects what their journal says?"""

import argparse
import sys
from collections.abc import Iterator

import django
import orjson


def run_verify(options: argparse.Namespace) -> int:
    """Fold every journal again, find every hold by the second way; exit code 1 when something differs."""
    django.setup()
    from shuyuan.casework.selectors import working_calendar
    from shuyuan.projects.retrace import compare, find_unfolded
    from shuyuan.regulations.context import legal_now

    legal = legal_now(working_calendar())
    unfolded = list(find_unfolded())
    differences = compare(legal=legal)
    if options.json:
        found = {
            "unfolded": unfolded,
            "holds": [{"kept": one.kept and vars(one.kept), "retraced": one.retraced and vars(one.retraced)}
                      for one in differences],
        }  # fmt: skip
        sys.stdout.write(orjson.dumps(found).decode() + "\n")
    else:
        lines = [*_say_unfolded(unfolded), *(f"hold differs: {one}" for one in differences)]
        sys.stdout.write("\n".join(lines or ["shuyuan projects: journal, standing and holds agree"]) + "\n")
    return 1 if unfolded or differences else 0


def _say_unfolded(numbers: list[str]) -> Iterator[str]:
    return (f"the standing of {number} is not what its journal says" for number in numbers)
