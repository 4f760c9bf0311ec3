"""The entries of the demonstration city, made through the services by the posts of their departments.

Running it again makes only what is missing: an entry is known by its department and name.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import Any

import yaml

from shuyuan.catalog import services
from shuyuan.catalog.classes import ensure_classes
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.guide import CENSUS
from shuyuan.catalog.models import Entry
from shuyuan.kernel.actor import Actor, Role
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import as_actor
from shuyuan.regulations.context import LegalContext

#: Published entries are older than the batches of the demonstration.
_PUBLISHED_BEFORE = timedelta(days=210)
_SUBMITTED_BEFORE = timedelta(days=3)


def seed_entries(*, legal: LegalContext) -> list[Entry]:
    """Make the missing entries and give them; departments without a data officer are left out.

    Needs a post of the data administration, and calendar and departments from the set-up.
    """
    ensure_classes()
    reviewer = _actor(role=Role.DATA_ADMINISTRATION)
    made = []
    for line in yaml.safe_load(files(__package__).joinpath("demo_entries.yaml").read_text(encoding="utf-8")):
        officer = _actor(role=Role.DATA_OFFICER, department=line["department"])
        known = Entry.objects.filter(provider__code=line["department"], name=line["name"]).exists()
        if officer and reviewer and not known:
            made.append(_make(line, officer, reviewer, legal))
    return made


def _make(line: Mapping[str, Any], officer: Actor, reviewer: Actor, legal: LegalContext) -> Entry:
    """One entry up to the state that its line asks for with `then`: published without."""
    then = line.get("then", "publish")
    before = _PUBLISHED_BEFORE if then in {"publish", "revise"} else _SUBMITTED_BEFORE
    past = _earlier(legal, before)
    entry = services.create_draft(
        content=_entry_content(line), class_code=line.get("class", ""), actor=officer, legal=past
    )
    for number, item in enumerate(line["items"]):
        services.add_item(
            entry.pk,
            content=_item_content(*item),
            revision=entry.revision + number,
            actor=officer,
            legal=past,
        )
    entry.refresh_from_db()
    if then == "draft":
        return entry
    entry = services.submit_entry(
        entry.pk, confirmed_not_secret=True, revision=entry.revision, actor=officer, legal=past
    )
    if then == "return":
        return services.return_entry(entry.pk, opinion=line["opinion"], actor=reviewer, legal=legal)
    if then in {"publish", "revise"}:
        entry = services.publish_entry(entry.pk, actor=reviewer, legal=past)
    if then == "revise":
        services.begin_revision(
            entry.pk,
            change_kind="duty",
            change_basis="焦编〔2026〕18号 职能调整通知",
            changed_on=_earlier(legal, timedelta(days=5)).today,
            actor=officer,
            legal=legal,
        )
    return entry


def _entry_content(line: Mapping[str, Any]) -> EntryContent:
    return EntryContent(
        name=line["name"],
        abstract=line["abstract"],
        internal_office=line["office"],
        related_business=line["business"],
        subject_kind=line["subject_kind"],
        level=line.get("level", "general"),
        formats=[{"class": group, "type": kind} for group, kind in line["formats"]],
        sharing_type=line["sharing_type"],
        sharing_condition=line.get("condition", ""),
        sharing_scope=line.get("scope", ""),
        sharing_purposes=line.get("purposes", []),
        method_types=line["methods"],
        is_open=line.get("is_open", False),
        open_condition=line.get("open_condition", ""),
        open_theme=line.get("theme", ""),
        data_class=line.get("data_class", ""),
        further_classes=line.get("further", []),
        privacy_assessment=line.get("privacy", ""),
        **dict(zip(CENSUS, line.get("census", ()), strict=False)),
        update_cycle=line["cycle"],
    )


def _item_content(  # noqa: PLR0917 the columns of a line of the file
    name: str,
    label: str,
    data_type: str,
    length: int | None,
    marks: str,
    extra: Mapping[str, Any] | None = None,
) -> ItemContent:
    extra = extra or {}
    mask = extra.get("mask")
    return ItemContent(
        name=name,
        label=label,
        data_type=data_type,
        length=length,
        scale=extra.get("scale", 0),
        is_key="k" in marks,
        required="r" in marks or "k" in marks,
        sensitive="s" in marks,
        personal="p" in marks,
        is_open="o" in marks,
        key_kind=extra.get("key", ""),
        sharing_type=extra.get("sharing", ""),
        sharing_condition=extra.get("condition", ""),
        checks=list(_checks(extra)),
        mask={"kind": mask[0], "first": mask[1], "last": mask[2]} if mask else None,
    )


def _checks(extra: Mapping[str, Any]) -> list[dict[str, Any]]:
    checks: list[dict[str, Any]] = []
    if "check" in extra:
        checks.append({"kind": extra["check"], "params": {}})
    if "pattern" in extra:
        checks.append({"kind": "pattern", "params": {"regex": extra["pattern"]}})
    if "codes" in extra:
        checks.append({"kind": "code_list", "params": {"values": [str(code) for code in extra["codes"]]}})
    if "range" in extra:
        low, high = extra["range"]
        checks.append({"kind": "range", "params": {"min": low, "max": high}})
    if "reference" in extra:
        department, name, item = extra["reference"]
        code = Entry.objects.get(provider__code=department, name=name, revises__isnull=True).code
        checks.append({"kind": "reference", "params": {"entry": code, "item": item}})
    return checks


def _actor(*, role: Role, department: str = "") -> Actor | None:
    posts = Post.objects.filter(role=role, ended_on__isnull=True).select_related("person", "department")
    if department:
        posts = posts.filter(department__code=department)
    post = posts.first()
    return as_actor(post) if post else None


def _earlier(legal: LegalContext, before: timedelta) -> LegalContext:
    now = legal.now - before
    return replace(legal, now=now, today=now.date())
