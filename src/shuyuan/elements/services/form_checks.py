"""Compares a form that asks citizens or companies with what the platform has (jz-data-2020/23.1)."""

from collections.abc import Sequence

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.elements import selectors
from shuyuan.elements.events import Event
from shuyuan.elements.models import FormCheck
from shuyuan.elements.rules import NOT_ASKED_AGAIN
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, TooLarge
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext

MOST_FIELDS = 500
LONGEST_FIELD = 100


@transaction.atomic(durable=True)
def check_form(
    *, name: str, matter: str = "", fields: Sequence[tuple[str, str]], actor: Actor, legal: LegalContext
) -> FormCheck:
    """Keep the fields of a form (label, law that orders to ask it); the answers are looked up when read."""
    selectors.require_department_post(actor)
    kept: dict[str, str] = {}
    for label, basis in fields:
        text = " ".join(label.split())[:LONGEST_FIELD]
        if text:
            kept[text] = kept.get(text) or basis.strip()[:200]
    if not name.strip() or not kept:
        raise BadInput("a form has a name and fields", code="form_without_fields")
    if len(kept) > MOST_FIELDS:
        raise TooLarge("too many fields", code="too_many_fields", limit=MOST_FIELDS)
    check = FormCheck.objects.create(
        name=name.strip(),
        matter=matter.strip(),
        department=access_department(actor.department),
        fields=[{"label": label, "basis": basis} for label, basis in kept.items()],
        made_at=legal.now,
        made_by_id=actor.post_id or None,
    )
    record(
        Event.FORM_CHECKED,
        actor=actor,
        subject_kind="elements.form",
        subject_id=check.pk,
        cites=NOT_ASKED_AGAIN,
        facts={"name": check.name, "fields": len(kept)},
    )
    return check
