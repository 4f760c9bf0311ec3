"""The command line `shuyuan`: set-up, serving, demonstration, checks.

Exit codes: 0 done, 1 a check found something or the work failed, 2 wrong use.
"""

import argparse
import os
import sys

import orjson

from shuyuan import __version__
from shuyuan.kernel.errors import ShuyuanError


def parser() -> argparse.ArgumentParser:
    """Every command with its options; the operator's guide is generated from this."""
    root = argparse.ArgumentParser(prog="shuyuan", description="A city's government data platform")
    root.add_argument("--version", action="version", version=__version__)
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")

    commands.add_parser("setup", help="make or upgrade folders, keys, databases, calendars and static files")

    serve = commands.add_parser("serve", help="run pages, gateway and worker on this machine")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port of the pages (default 8000)")
    serve.add_argument("--gateway-port", type=int, default=8010, help="port of the gateway (default 8010)")
    serve.add_argument("--gateway-workers", type=int, default=1, help="gateway processes (default 1)")
    serve.add_argument("--workers", type=int, default=1, help="job worker processes (default 1)")

    demo = commands.add_parser("demo", help="fill an empty platform with the demonstration city")
    demo.add_argument("--people", type=int, default=20_000, help="number of invented people (default 20000)")
    demo.add_argument("--seed", type=int, default=1, help="the same seed gives the same city (default 1)")

    audit = commands.add_parser("audit", help="work with the audit trail")
    audit_commands = audit.add_subparsers(dest="audit_command", required=True, metavar="COMMAND")
    verify = audit_commands.add_parser("verify", help="find a changed, missing or added row")
    verify.add_argument("--json", action="store_true", help="print the result as JSON")

    law = commands.add_parser("law", help="work with the texts of the law")
    law_commands = law.add_subparsers(dest="law_command", required=True, metavar="COMMAND")
    load = law_commands.add_parser("load", help="keep the official text beside our summaries")
    load.add_argument("file", help="the text of the measures, UTF-8")

    token = commands.add_parser("token", help="get an access token from the gateway for a client system")
    token.add_argument("--client", required=True, help="the client id")
    token.add_argument("--key", required=True, help="file with the client's private key (PEM)")
    token.add_argument("--gateway", default=None, help="address of the gateway (default: SHUYUAN_GATEWAY_URL)")

    doctor = commands.add_parser("doctor", help="check this installation")
    doctor.add_argument("--json", action="store_true", help="print the result as JSON")
    return root


def main(arguments: list[str] | None = None) -> int:
    """Run one command; errors of ours become one line on stderr and exit code 1."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuyuan.config.settings")
    try:
        return _run(options)
    except ShuyuanError as error:
        facts = f" {orjson.dumps(error.facts).decode()}" if error.facts else ""
        sys.stderr.write(f"shuyuan: {error.code}: {error.detail or error}{facts}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:
    """Commands are imported when they run, so that `--help` answers at once."""
    if options.command == "setup":
        from shuyuan.cli.setup import run_setup

        return run_setup()
    if options.command == "serve":
        from shuyuan.cli.serve import run_serve

        return run_serve(options)
    if options.command == "demo":
        from shuyuan.cli.demo import run_demo

        return run_demo(people=options.people, seed=options.seed)
    if options.command == "audit":
        from shuyuan.cli.checks import run_audit_verify

        return run_audit_verify(as_json=options.json)
    if options.command == "law":
        from shuyuan.cli.checks import run_law_load

        return run_law_load(options.file)
    if options.command == "token":
        from shuyuan.cli.token import run_token

        return run_token(options.client, options.key, options.gateway)
    from shuyuan.cli.checks import run_doctor

    return run_doctor(as_json=options.json)
