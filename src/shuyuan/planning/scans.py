"""The scans of the city government's consents: who may read and add them."""

from shuyuan.kernel.actor import Actor
from shuyuan.papers.registry import register_subject
from shuyuan.planning.models import ProjectPlan
from shuyuan.projects.selectors import OVERSEERS, UNIT_ROLES

CONSENT = "planning.consent"


def register() -> None:
    """Tell the papers room about consents."""
    register_subject(CONSENT, _may_read, _may_write)


def _may_read(consent_id: str, actor: Actor) -> bool:
    """Who oversees projects, and the units whose projects the consent names."""
    if actor.role in OVERSEERS:
        return True
    own = ProjectPlan.objects.filter(consent_id=int(consent_id), project__unit__code=actor.department)
    return actor.role in UNIT_ROLES and own.exists()


def _may_write(consent_id: str, actor: Actor) -> bool:  # noqa: ARG001 the bureau records every consent
    return actor.is_administration
