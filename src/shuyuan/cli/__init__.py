"""The command line `shuyuan`: set-up, serving, demonstration, checks.

Exit codes: 0 done, 1 a check found something or the work failed, 2 wrong use.
"""

import argparse
import os
import sys
from functools import partial
from importlib import import_module

import orjson

from shuyuan import __version__
from shuyuan.config.environment import BadSettingError
from shuyuan.kernel.errors import ShuyuanError

_LAST_PORT = 65_535
_MOST_PROJECTS = 5_000
_FORMAT = partial(argparse.HelpFormatter, width=100)
_GROUPS = {
    "audit": "The audit trail: verify.",
    "search": "The index of the search: rebuild.",
    "projects": "Government IT projects: verify.",
    "law": "The official text of the measures: load.",
}


def whole_number(text: str) -> int:
    """An option of 1 or more; argparse shows this function's name for anything that is no number."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def port_number(text: str) -> int:
    """An option that is a port, 1 to 65535."""
    number = whole_number(text)
    if number > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{number} is no port: the last is {_LAST_PORT}")
    return number


def project_count(text: str) -> int:
    """How many projects the demonstration lives through, 0 for none."""
    number = int(text)
    if not 0 <= number <= _MOST_PROJECTS:
        raise argparse.ArgumentTypeError(f"{number} is not between 0 and {_MOST_PROJECTS}")
    return number


class Commands:
    """The parser, and every command's own parser by its words (``audit verify``)."""

    def __init__(self) -> None:
        self.root = argparse.ArgumentParser(
            prog="shuyuan", description="A city's government data platform", formatter_class=_FORMAT
        )
        self.root.add_argument("--version", action="version", version=__version__)
        self._groups = {"": self.root.add_subparsers(required=True, metavar="COMMAND")}
        self.by_words: dict[str, argparse.ArgumentParser] = {}

    def add(self, words: str, run: str, text: str) -> argparse.ArgumentParser:
        """A command of one or two words; `run` is ``module:function`` below `shuyuan.cli`."""
        group, _, word = words.rpartition(" ")
        if group not in self._groups:
            parent = self._groups[""].add_parser(group, help=_GROUPS[group], formatter_class=_FORMAT)
            self._groups[group] = parent.add_subparsers(required=True, metavar="COMMAND")
        command = self._groups[group].add_parser(word, help=text, description=text, formatter_class=_FORMAT)
        command.set_defaults(run=run)
        self.by_words[words] = command
        return command


def commands() -> Commands:
    """Every command with its options; the reference page is written from this."""
    all_commands = Commands()
    all_commands.add(
        "setup", "setup:run_setup", "Make or upgrade folders, keys, databases, calendars and static files."
    )

    first = all_commands.add(
        "administrators",
        "administrators:run_administrators",
        "Open the accounts of the three administrators of a new installation, and print their passwords.",
    )
    first.add_argument(
        "--department",
        default="data-administration",
        help="code of the department they belong to (default data-administration)",
    )

    serve = all_commands.add("serve", "serve:run_serve", "Run pages, gateway and worker on this machine.")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=port_number, default=8000, help="port of the pages (default 8000)")
    serve.add_argument(
        "--gateway-port", type=port_number, default=8010, help="port of the gateway (default 8010)"
    )
    serve.add_argument(
        "--gateway-workers", type=whole_number, default=1, help="gateway processes (default 1)"
    )
    serve.add_argument("--workers", type=whole_number, default=1, help="job worker processes (default 1)")

    demo = all_commands.add("demo", "demo:run_demo", "Fill an empty platform with the demonstration city.")
    demo.add_argument(
        "--people", type=whole_number, default=20_000, help="number of invented people (default 20000)"
    )
    demo.add_argument(
        "--projects",
        type=project_count,
        default=24,
        help="number of IT projects that live through the years since 2020, about a second for each;"
        " 0 leaves them out (default 24)",
    )
    demo.add_argument("--seed", type=int, default=1, help="the same seed gives the same city (default 1)")

    verify = all_commands.add(
        "audit verify",
        "checks:run_audit_verify",
        "Find a changed, missing or added row in the audit trail and the read records.",
    )
    verify.add_argument("--json", action="store_true", help="print the result as JSON")

    all_commands.add(
        "search rebuild",
        "search:run_rebuild",
        "Write the documents of the search anew and build its index; searches go on meanwhile.",
    )

    holds = all_commands.add(
        "projects verify",
        "projects:run_verify",
        "Find projects whose standing or funding holds are not what their journal says.",
    )
    holds.add_argument("--json", action="store_true", help="print the result as JSON")

    load = all_commands.add(
        "law load", "checks:run_law_load", "Keep the official text of a measure beside our summaries."
    )
    load.add_argument("file", help="the text of the measures, UTF-8")

    token = all_commands.add(
        "token", "token:run_token", "Get an access token from the gateway for a client system."
    )
    token.add_argument("--client", required=True, help="the client id")
    token.add_argument("--key", required=True, help="file with the client's private key (PEM)")
    token.add_argument("--gateway", default=None, help="address of the gateway (default SHUYUAN_GATEWAY_URL)")

    doctor = all_commands.add("doctor", "checks:run_doctor", "Check this installation.")
    doctor.add_argument("--json", action="store_true", help="print the result as JSON")
    return all_commands


def main(arguments: list[str] | None = None) -> int:
    """Run one command; errors of ours become one line on stderr and exit code 1."""
    options = commands().root.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuyuan.config.settings")
    module, _, function = options.run.partition(":")
    try:
        return int(getattr(import_module(f"shuyuan.cli.{module}"), function)(options))
    except ShuyuanError as error:
        facts = f" {orjson.dumps(error.facts).decode()}" if error.facts else ""
        sys.stderr.write(f"shuyuan: {error.code}: {error.detail or error}{facts}\n")
        return 1
    except BadSettingError as error:
        sys.stderr.write(f"shuyuan: {error}\n")
        return 1
    except Exception as error:
        if type(error).__module__ != "django.db.utils":
            raise
        sys.stderr.write(f"shuyuan: database: {error}; a new installation needs `shuyuan setup` first\n")
        return 1
    except KeyboardInterrupt:
        return 130
