"""`shuyuan administrators`: the first three accounts of a new installation."""

import argparse
import sys

import django


def run_administrators(options: argparse.Namespace) -> int:
    """Open them and print each temporary password once; it must be changed at the first sign-in."""
    django.setup()
    from shuyuan.casework.selectors import working_calendar
    from shuyuan.organizations.services import open_administrators
    from shuyuan.regulations.context import legal_now

    opened = open_administrators(department=options.department, legal=legal_now(working_calendar()))
    for account in opened:
        sys.stdout.write(f"{account.person.username:<12} {account.password}\n")
    return 0
