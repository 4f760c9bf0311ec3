"""The whole demonstration in order: posts, entries, data, systems, requests, grants, IT projects."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from django.conf import settings

from shuyuan.campaigns.seed import seed_campaign, seed_edition
from shuyuan.casework.selectors import working_calendar
from shuyuan.catalog.models import Entry
from shuyuan.catalog.seed import seed_entries
from shuyuan.catalog.selectors import list_published_entries
from shuyuan.collection.models import Batch
from shuyuan.demand.seed import seed_demands
from shuyuan.demo.batches import send_history, send_troubles
from shuyuan.demo.casework import seed_casework
from shuyuan.demo.city import make_city
from shuyuan.demo.posts import ensure_posts
from shuyuan.demo.projects.simulation import simulate
from shuyuan.elements.sample import seed_bindings
from shuyuan.engine.spec import CheckKind
from shuyuan.kernel.actor import Actor, Role
from shuyuan.organizations.models import Region
from shuyuan.planning.models import AnnualPlan
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext, legal_now
from shuyuan.sharing.seed import seed_sharing
from shuyuan.studies.models import PlannedEntry
from shuyuan.systems.seed import seed_moves
from shuyuan.upkeep.seed import seed_upkeep

#: Where the sign-ins and the demonstration clients' keys are kept, below the home folder.
FOLDER = "demo"


def demo_folder() -> Path:
    """The folder of the sign-ins and the demonstration clients' private keys (0700)."""
    return Path(settings.HOME) / FOLDER


def tell_story(*, people: int, projects: int, seed: int, say: Callable[[str], None]) -> None:
    """Fill the platform; what is there already stays, so that it can be run again."""
    legal = legal_now(working_calendar())
    folder = demo_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    say("people and posts")
    actors = ensure_posts(folder / "sign-ins", legal=legal)
    say("catalog entries")
    seed_entries(legal=legal)
    say("an edition of the master catalog")
    seed_edition(actors, legal=legal)
    say("data elements and their sources")
    seed_bindings(legal=legal)
    officers = {actor.department: actor for actor in actors.values() if actor.role is Role.DATA_OFFICER}
    with duckdb.connect() as connection, TemporaryDirectory() as work:
        counties = Region.objects.filter(children__isnull=True).values_list("code", "name")
        make_city(connection, people=people, seed=seed, counties=list(counties))
        for entry in _without_data():
            say(f"data of {entry.code}")
            send_history(
                connection,
                entry,
                folder=Path(work),
                actor=officers[entry.provider.code],
                legal=legal,
            )
        _send_troubles_once(officers, Path(work))
    say("demands")
    seed_demands(actors, legal=legal)
    say("systems, requests and grants")
    seed_sharing(legal=legal, keys=folder)
    say("moves to cloud, network and platform")
    seed_moves(officers, actors["bureau"], legal=legal)
    say("upkeep of the catalog")
    seed_upkeep(officers, legal=legal)
    say("the yearly campaign")
    seed_campaign(actors, legal=legal)
    say("supervision and substitution")
    seed_casework(actors, legal=legal)
    if projects:
        _live_years(actors, projects=projects, seed=seed, legal=legal, say=say)


def _live_years(
    actors: dict[str, Actor], *, projects: int, seed: int, legal: LegalContext, say: Callable[[str], None]
) -> None:
    """The years of IT projects; only where nobody has planned any yet, because years are lived once."""
    if AnnualPlan.objects.exists() or Project.objects.exists():
        say("IT projects are there already")
        return

    def tell(half_year: LegalContext) -> None:
        say(f"IT projects: {half_year.today:%Y-%m}, {Project.objects.count()} of {projects}")

    lived = simulate(actors, projects=projects, seed=seed, legal=legal, check=tell)
    say(f"IT projects: {lived.entries} entries in the journals, {len(lived.holds)} kinds of holds met")


def _without_data() -> list[Entry]:
    """Published entries that have no batch yet, those that others refer to first; none of IT projects."""
    planned = set(PlannedEntry.objects.values_list("entry_id", flat=True))
    published = (entry for entry in list_published_entries() if entry.root_id not in planned)
    entries = [entry for entry in published if not entry.batches.exists()]
    return sorted(entries, key=_refers)


def _refers(entry: Entry) -> bool:
    return any(
        check["kind"] == CheckKind.REFERENCE.value for item in entry.items.all() for check in item.checks
    )


def _send_troubles_once(officers: dict[str, Actor], work: Path) -> None:
    if Batch.objects.filter(state="unreadable").exists():
        return
    entry = list_published_entries().filter(provider__code="civil-affairs").first()
    if entry is not None:
        legal = legal_now(working_calendar())
        send_troubles(entry, folder=work, actor=officers["civil-affairs"], legal=legal)
