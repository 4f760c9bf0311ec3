"""`shuyuan search rebuild`: the index of the search anew, now and in this process."""

import argparse
import sys

import django


def run_rebuild(options: argparse.Namespace) -> int:  # noqa: ARG001 every command takes them
    """Documents of all published entries first, then the index over them."""
    django.setup()
    from shuyuan.casework.selectors import working_calendar
    from shuyuan.regulations.context import legal_now
    from shuyuan.search.building import build_segment, rewrite_documents

    at = legal_now(working_calendar()).now
    rewrite_documents(at=at, everything=True, progress=_say)
    segment = build_segment(at=at, progress=_say)
    sys.stdout.write(f"shuyuan search: {segment.documents} entries, {segment.items} items\n")
    return 0


def _say(done: int, total: int, note: str) -> None:
    sys.stdout.write(f"shuyuan search: {note} {done}/{total}\n")
    sys.stdout.flush()
