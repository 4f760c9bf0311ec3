"""Several people press at the same moment: threads that begin together, each with a connection of its own."""

import tempfile
import threading
from pathlib import Path

from django.db import connection

from shuyuan.kernel.errors import Conflict, RuleRefused


def keep_in_a_file(name):
    """Put the test database of this run into a file; asked for when tests are collected.

    SQLite in memory refuses a second thread at once ("table is locked"); in a file it waits, as in service.
    """
    if connection.vendor != "sqlite" or connection.settings_dict["TEST"]["NAME"]:
        return
    connection.settings_dict["TEST"]["NAME"] = str(Path(tempfile.mkdtemp(prefix=f"{name}-")) / "city.sqlite3")
    connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


def at_once(*presses):
    """What becomes of the calls made at the same moment: "done" or the code of the refusal, sorted."""
    found, together = [], threading.Barrier(len(presses))

    def press(call):
        together.wait()
        try:
            call()
            found.append("done")
        except Conflict as refused:
            found.append(refused.code)
        except RuleRefused as refused:
            found.append(refused.verdict.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(call,)) for call in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)
