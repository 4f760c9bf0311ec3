"""Asking for a project's archive and taking it: who may, where packed files lie, and for how long."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from shuyuan.audit.steps import record
from shuyuan.jobs.models import Job
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.projects.archive import FULL_READERS
from shuyuan.projects.events import Event
from shuyuan.projects.models import Project
from shuyuan.projects.selectors import access_project
from shuyuan.projects.steps import PROJECT

ARCHIVE_JOB = "projects.archive"
#: Packed files are kept so long; then they are packed anew.
KEPT_DAYS = 7
_UNIT_READERS = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER})


def may_archive(project: Project, actor: Actor) -> bool:
    """Whether the actor may take the archive: bureau and audit office, the officers of the unit."""
    own = actor.department == project.unit.code and actor.role in _UNIT_READERS
    return own or actor.role in FULL_READERS


def access_archive(project_id: int, *, actor: Actor) -> Project:
    """The project for who may take its archive; NotFound or NotPermitted for others."""
    project = access_project(project_id, actor=actor)
    if not may_archive(project, actor):
        raise NotPermitted(code="archive_not_yours")
    return project


@transaction.atomic(durable=True)
def ask_archive(project_id: int, *, actor: Actor) -> Job:
    """Have the archive packed for this actor."""
    project = access_archive(project_id, actor=actor)
    unique = f"{ARCHIVE_JOB}:{project.pk}:{actor.post_id}"
    job = enqueue(ARCHIVE_JOB, {"project": project.pk}, actor=actor, unique=unique)
    record(Event.ARCHIVE_ASKED, actor=actor, subject_kind=PROJECT, subject_id=project.number)
    return job


def list_archives(project: Project, *, actor: Actor) -> QuerySet[Job]:
    """The archives of a project that this post asked for, the newest first."""
    jobs = Job.objects.filter(name=ARCHIVE_JOB, params__project=project.pk, post_id=actor.post_id)
    return jobs.order_by("-pk")


@transaction.atomic(durable=True)
def take_archive(project_id: int, job_id: int, *, actor: Actor) -> tuple[Project, Path]:
    """The packed file that this post asked for, and a line in the trail; NotFound when it is gone."""
    project = access_archive(project_id, actor=actor)
    job = list_archives(project, actor=actor).filter(pk=job_id, state=Job.State.DONE).first()
    path = archive_folder() / job.result["file"] if job and job.result else None
    if path is None or not path.is_file():
        raise NotFound(code="archive_gone")
    facts = {"digest": job.result["digest"], "size": job.result["size"]}
    record(Event.ARCHIVE_TAKEN, actor=actor, subject_kind=PROJECT, subject_id=project.number, facts=facts)
    return project, path


def archive_folder() -> Path:
    """Where packed archives lie."""
    folder = Path(settings.WORK) / "archives"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def remove_old(folder: Path, now: datetime) -> None:
    """Take away what was packed too long ago."""
    limit = (now - timedelta(days=KEPT_DAYS)).timestamp()
    for path in folder.glob("*.zip"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
