"""Makes or upgrades an installation; running it again changes nothing."""

import argparse
import os
import sys
from pathlib import Path

import django


def run_setup(_options: argparse.Namespace) -> int:
    """Folders, keys, database tables, calendars, regions, static files, translations: in that order."""
    os.umask(0o077)
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from shuyuan.casework.services import seed_calendar
    from shuyuan.catalog.classes import ensure_classes
    from shuyuan.elements.seed import seed_elements
    from shuyuan.engine.crypto import keys
    from shuyuan.organizations.seed import seed_departments, seed_regions
    from shuyuan.sharing.services import prepare_portal_client
    from shuyuan.web.translations.rooms import compile_stale

    for folder in (settings.HOME, settings.LAKE, settings.LANDING, settings.WORK):
        Path(folder).mkdir(parents=True, exist_ok=True)
    _say("keys")
    keys.create(Path(settings.KEYS))
    _say("database")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _say("calendar, regions, departments")
    seed_calendar()
    seed_regions()
    seed_departments()
    ensure_classes()
    seed_elements()
    _say("client of the pages")
    prepare_portal_client()
    _say("translations and static files")
    compile_stale()
    call_command("collectstatic", verbosity=0, interactive=False)
    return 0


def _say(step: str) -> None:
    sys.stdout.write(f"shuyuan setup: {step}\n")
    sys.stdout.flush()
