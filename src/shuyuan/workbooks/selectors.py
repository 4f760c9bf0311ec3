"""Reads of imports, and the doors to them."""

from django.db.models import QuerySet

from shuyuan.catalog.selectors import DRAFTERS
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.workbooks.models import CatalogImport


def require_drafter(actor: Actor) -> None:
    """Raise NotPermitted unless the actor writes drafts for a department."""
    if actor.role not in DRAFTERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(DRAFTERS))


def list_imports(actor: Actor) -> QuerySet[CatalogImport]:
    """The imports of the actor's department; none for who cannot draft."""
    made = CatalogImport.objects.select_related("department", "sent_by__person", "job")
    return made.filter(department__code=actor.department) if actor.role in DRAFTERS else made.none()


def access_import(import_id: int, *, actor: Actor, lock: bool = False) -> CatalogImport:
    """The import of the own department; a foreign one looks like a missing one."""
    found = list_imports(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    made = found.filter(pk=import_id).first()
    if made is None:
        raise NotFound(code="unknown_import", number=import_id)
    return made
