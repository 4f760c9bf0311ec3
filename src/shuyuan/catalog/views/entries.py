"""The page of an entry: what it says, its versions, and the tabs that other rooms add."""

from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.catalog import registry, selectors, services, wording
from shuyuan.catalog.actions import bureau_actions, owner_actions, steps_of
from shuyuan.catalog.comparison import compare
from shuyuan.catalog.forms import OpinionForm
from shuyuan.catalog.lineage import lineage_picture
from shuyuan.catalog.models import Entry
from shuyuan.catalog.snapshots import differences
from shuyuan.catalog.states import IN_MASTER_CATALOG, State, Step, allows
from shuyuan.catalog.steps import SUBJECT
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import NotFound
from shuyuan.web.doors import signed_in

_DIGITS = 6


@signed_in
@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The entry as it stands for this reader; `?tab=` names a tab of another room."""
    found = selectors.access_entry_as_reader(entry_id, actor=request.actor)
    context = page_context(request, found)
    wanted = request.GET.get("tab", "")
    if not wanted:
        context |= {
            "lineage": lineage_picture(request, found),
            "figures": registry.figures_of(request, found),
            "census": wording.census_facts(found),
            "description": _said(context["description"]),
        }
        return render(request, "catalog/entry.html", context)
    block = context["blocks"].get(wanted)
    if block is None:
        raise NotFound(code="unknown_tab", tab=wanted)
    return render(request, "catalog/tab.html", {**context, "tab": block[0], **block[1]})


def _said(facts: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The facts that were stated; the abstract, the last one, stands above them on the page."""
    return [fact for fact in facts[:-1] if fact[1]]


@signed_in
@require_GET
def entry_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The page of the entry that has this code."""
    return redirect(selectors.access_entry_by_code(code, actor=request.actor))


@signed_in
@require_GET
def versions(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Every published version with what it changed."""
    found = selectors.access_entry_as_reader(entry_id, actor=request.actor)
    published = list(found.versions.select_related("published_by__person"))
    pairs = zip_longest(published, published[1:])
    history = [
        {
            "version": version,
            "changes": wording.changes_in_words(differences(before.snapshot, version.snapshot))
            if before
            else [],
            "items": len(version.snapshot["items"]),
        }
        for version, before in pairs
    ]
    return render(request, "catalog/versions.html", {**page_context(request, found), "history": history})


@signed_in
@require_GET
def compare_versions(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Two versions side by side: `?from=` and `?to=`, without them the newest and the one before it."""
    found = selectors.access_entry_as_reader(entry_id, actor=request.actor)
    newest = selectors.published_version(found).number
    after = selectors.access_version(found, _number(request, "to", newest))
    before = selectors.access_version(found, _number(request, "from", max(1, after.number - 1)))
    context = {
        **page_context(request, found),
        "before": before,
        "after": after,
        "comparison": compare(before.snapshot, after.snapshot),
        "numbers": range(newest, 0, -1),
        "shows_all": request.GET.get("all") == "1",
    }
    return render(request, "catalog/compare.html", context)


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return otherwise
    if not given.isdecimal() or len(given) > _DIGITS:
        raise NotFound(code="unknown_version", version=given)
    return int(given)


@signed_in
@require_POST
def suspend(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The bureau takes the entry out of use."""
    form = OpinionForm(request.POST)
    form.full_clean()
    services.suspend_entry(
        entry_id, reason=form.cleaned_data.get("reason", ""), actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The entry is suspended."))
    return redirect("catalog:entry", entry_id)


@signed_in
@require_POST
def resume(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The bureau lets it be used again."""
    services.resume_entry(entry_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The entry can be used again."))
    return redirect("catalog:entry", entry_id)


def page_context(request: HttpRequest, found: Entry) -> dict[str, Any]:
    """What the head and the tabs of an entry's page need."""
    blocks = {
        block.key: (block, context)
        for block in registry.blocks()
        if found.state in IN_MASTER_CATALOG and (context := block.context(request, found)) is not None
    }
    tabs: list[tuple[Any, ...]] = [(_("Entry"), found.get_absolute_url())]
    tabs += [(block.label, f"{found.get_absolute_url()}?tab={key}") for key, (block, _c) in blocks.items()]
    if found.version:
        tabs.append((_("Versions"), reverse("catalog:versions", args=[found.pk]), found.version))
    items = list(found.items.all())
    return {
        "entry": found,
        "items": items,
        "has_personal": any(item.personal for item in items),
        "tone": wording.tone(found.state),
        "description": wording.description_facts(found),
        "sharing": wording.sharing_facts(found),
        "people": selectors.list_responsible_people(found.provider),
        "tabs": tabs,
        "blocks": blocks,
        **_case(found, request.actor),
    }


def _case(found: Entry, actor: Actor) -> dict[str, Any]:
    """What the department that keeps the entry and the bureau see besides: the case, and what can be done."""
    is_own = actor.role in selectors.DRAFTERS and actor.department == found.provider.code
    if not is_own and not actor.is_administration:
        return {"actions": []}
    copy = selectors.find_working_copy(found)
    own = owner_actions(found, copy, actor) if is_own else []
    actions = [*(bureau_actions(found, copy) if actor.is_administration else []), *own]
    return {
        "working_copy": copy,
        "is_own": is_own,
        "sees_case": True,
        "subject": SUBJECT,
        "steps": steps_of(copy) if copy else [],
        "actions": actions,
        "dialogs": {action.dialog for action in actions if action.is_open},
        "can_revise": is_own and found.state == State.PUBLISHED and copy is None,
        "can_edit": is_own and copy is not None and allows(copy.state, Step.CHANGE),
    }
