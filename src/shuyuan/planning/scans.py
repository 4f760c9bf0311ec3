"""The scans of the city government's consents: who may read and add them."""

from shuyuan.kernel.actor import Actor
from shuyuan.papers.registry import register_subject
from shuyuan.planning.models import ProjectPlan
from shuyuan.projects.models import Project
from shuyuan.projects.registry import register_documents
from shuyuan.projects.selectors import OVERSEERS, UNIT_ROLES

CONSENT = "planning.consent"


def register() -> None:
    """Tell the papers room about consents."""
    register_subject(CONSENT, _may_read, _may_write)
    register_documents("planning", _in_archive)


def _in_archive(project: Project) -> list[tuple[str, object]]:
    """The scan of the consent that names the project."""
    consents = ProjectPlan.objects.filter(project=project, consent__isnull=False)
    return [(CONSENT, consent) for consent in consents.values_list("consent_id", flat=True)]


def _may_read(consent_id: str, actor: Actor) -> bool:
    """Who oversees projects, and the units whose projects the consent names."""
    if actor.role in OVERSEERS:
        return True
    own = ProjectPlan.objects.filter(consent_id=int(consent_id), project__unit__code=actor.department)
    return actor.role in UNIT_ROLES and own.exists()


def _may_write(consent_id: str, actor: Actor) -> bool:  # noqa: ARG001 the bureau records every consent
    return actor.is_administration
