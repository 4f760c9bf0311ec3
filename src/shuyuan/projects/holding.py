"""Keeps the holds of a project in step with its facts: new ones are opened, those without a fact released."""

from shuyuan.projects.figures import hold_sums
from shuyuan.projects.models import Hold, JournalEntry, Project
from shuyuan.projects.rules.holds import Hold as Found
from shuyuan.projects.selectors import find_project_holds
from shuyuan.projects.tally import lock_figures, recount, tally_of
from shuyuan.regulations.context import LegalContext


def refresh_holds(
    project: Project, *, entry: JournalEntry | None = None, legal: LegalContext
) -> tuple[list[Hold], list[Hold]]:
    """Find the holds anew; gives those that were opened and those that were released now.

    `entry` is what changed the facts, None when only time went by. Runs in the caller's transaction.
    """
    found = {hold.code: hold for hold in find_project_holds(project, legal=legal)}
    open_ = {hold.code: hold for hold in project.holds.filter(released_at__isnull=True)}
    opened = [_open(project, hold, legal) for code, hold in found.items() if code not in open_]
    released = [hold for code, hold in open_.items() if code not in found]
    for hold in released:
        hold.released_at, hold.released_by = legal.now, entry
        hold.save(update_fields=["released_at", "released_by"])
    for code, hold in open_.items():
        if code in found:
            _renew(project, hold, found[code])
    project.hold_count = sum(hold.blocks for hold in found.values())
    funds = {fund.value for hold in found.values() if hold.blocks for fund in hold.funds}
    project.held_funds = ",".join(sorted(funds))
    _keep(project)
    return opened, released


def _keep(project: Project) -> None:
    """Store what is held, and the totals where that changes."""
    held = {"hold_count": project.hold_count, "held_funds": project.held_funds}
    stored = lock_figures(project)
    before = tally_of(stored)
    changed = [name for name, value in held.items() if getattr(stored, name) != value]
    if changed:
        for name in changed:
            setattr(stored, name, held[name])
        stored.save(update_fields=changed)
        recount(before, tally_of(stored))


def _open(project: Project, found: Found, legal: LegalContext) -> Hold:
    return Hold.objects.create(
        project=project,
        code=found.code,
        cites=found.cites,
        funds=_funds(found),
        **hold_sums(project, _funds(found).split(",")),
        blocks=found.blocks,
        since=found.since,
        until=found.until,
        facts=dict(found.facts),
        found_at=legal.now,
    )


def _renew(project: Project, hold: Hold, found: Found) -> None:
    new = {"since": found.since, "until": found.until, "funds": _funds(found), "facts": dict(found.facts)}
    new |= hold_sums(project, _funds(found).split(","))
    changed = [name for name, value in new.items() if getattr(hold, name) != value]
    if changed:
        for name in changed:
            setattr(hold, name, new[name])
        hold.save(update_fields=changed)


def _funds(found: Found) -> str:
    return ",".join(fund.value for fund in found.funds)
