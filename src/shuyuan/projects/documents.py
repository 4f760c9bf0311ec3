"""Whose documents these are: who may read and add the files of a project, and until when."""

from shuyuan.kernel.actor import Actor
from shuyuan.papers.registry import register_subject
from shuyuan.projects.rules.stages import ENDED, UNIT, Stage
from shuyuan.projects.selectors import access_project

PROJECT_DOCUMENTS = "projects.project"


def register() -> None:
    """Tell the papers room about projects."""
    register_subject(PROJECT_DOCUMENTS, _may_read, _may_write)


def _may_read(project_id: str, actor: Actor) -> bool:
    access_project(int(project_id), actor=actor)
    return True


def _may_write(project_id: str, actor: Actor) -> bool:
    """The unit adds documents while the project lives; what lies under review stays as it is."""
    project = access_project(int(project_id), actor=actor)
    own = project.unit.code == actor.department and actor.role in UNIT
    return own and Stage(project.stage) not in ENDED | {Stage.FILED, Stage.SUBMITTED}
