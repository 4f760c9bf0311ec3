"""A process that runs one batch and kills itself: `killed.py FOLDER STAGE OCCURRENCE`."""

import os
import signal
import sys
from pathlib import Path

from engine.ingest.people import Sender
from shuyuan.engine.lake import Lake, lake, tables


def main(folder: Path, stage: str, occurrence: int) -> None:
    """Run the batch of `folder`, killed at the given occurrence of a stage or of a step of the commit."""
    seen: list[str] = []

    def reach(name: str) -> None:
        seen.append(name)
        if name == stage and seen.count(name) == occurrence:
            os.kill(os.getpid(), signal.SIGKILL)

    def between(module: object, function: str, before: str, after: str) -> None:
        original = getattr(module, function)

        def wrapped(*arguments: object, **options: object) -> object:
            reach(before)
            result = original(*arguments, **options)
            reach(after)
            return result

        setattr(module, function, wrapped)

    between(lake, "open_for_writing", "before_table", "after_table")
    between(lake, "commit", "before_commit", "after_commit")
    between(tables, "_make_durable", "before_durable", "after_durable")
    between(os, "fsync", "before_fsync", "after_fsync")
    sender = Sender(folder, Lake(folder / "lake"))
    content = (folder / "sent.csv").read_bytes()
    sender.run(content, "killed", full_load=True, progress=lambda _done, _total, name: reach(name))
    reach("returned")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
