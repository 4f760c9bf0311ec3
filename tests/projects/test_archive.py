"""The archive of a project is complete, its hashes are true, and it leaves through its door only."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuyuan.audit.models import Entry
from shuyuan.jobs.models import Job
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.papers.services import add_attachment, remove_attachment
from shuyuan.projects.archive import pack
from shuyuan.projects.archiving import access_archive, archive_folder, ask_archive, take_archive
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.tasks import run_archive

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Stopped(Exception):
    """What a job leaves with."""


class Run:
    """A job that nobody cancels, or that is stopped after so many files."""

    def __init__(self, job, actor, *, files=None):
        self.job_id, self.params, self.actor, self.files = job.pk, job.params, actor, files

    def progress(self, done, total=0, note=""):
        if self.files is not None and done >= self.files:
            raise Stopped


@pytest.fixture(autouse=True)
def work(settings, tmp_path):
    settings.WORK = str(tmp_path / "work")


def attach(project, officer, legal, label="项目建议书", name="建议书.pdf"):
    upload = SimpleUploadedFile(name, PDF)
    return add_attachment(
        upload, subject_kind="projects.project", subject_id=str(project.pk), label=label, actor=officer,
        legal=legal,
    )  # fmt: skip


@pytest.fixture
def project(factories, unit, officer, legal):
    project = factories.make_project(unit, actor=officer, legal=legal, stage=Stage.PLANNED)
    attach(project, officer, legal)
    attach(project, officer, legal)
    removed = attach(project, officer, legal, label="=1+1", name="草稿.pdf")
    remove_attachment(removed.pk, reason="不需要", actor=officer, legal=legal)
    return project


def test_others_take_no_archive(project, organizations, commission, officer):
    stranger = organizations.make_actor(Role.DATA_OFFICER, "tax")
    with pytest.raises(NotFound):
        access_archive(project.pk, actor=stranger)
    with pytest.raises(NotPermitted):
        access_archive(project.pk, actor=commission)
    with pytest.raises(NotPermitted):
        access_archive(project.pk, actor=organizations.make_actor(Role.OPERATOR, "civil-affairs"))
    assert access_archive(project.pk, actor=officer) == project


def test_every_file_stands_in_the_index_with_its_true_hash(project, bureau, legal, tmp_path):
    target = tmp_path / "archive.zip"
    parts = pack(project, target, actor=bureau, legal=legal)
    with zipfile.ZipFile(target) as archive:
        names = set(archive.namelist())
        index = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))[1:]
        for path, _, size, digest in index:
            content = archive.read(path)
            assert (str(len(content)), hashlib.sha256(content).hexdigest()) == (size, digest)
        facts = json.loads(archive.read("project.json"))
    assert {row[0] for row in index} == names - {"index.csv", "index.html"} == {part.path for part in parts}
    assert facts["number"] == project.number
    assert len([name for name in names if name.startswith("documents/")]) == 3


def test_no_cell_of_the_index_becomes_a_formula(project, bureau, legal, tmp_path):
    target = tmp_path / "archive.zip"
    pack(project, target, actor=bureau, legal=legal)
    with zipfile.ZipFile(target) as archive:
        rows = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
        assert all(".." not in name and not name.startswith("/") for name in archive.namelist())
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_a_liability_is_told_to_few(project, factories, auditor, officer, legal, tmp_path):
    factories.take_step(
        project, Kind.LIABILITY_RECORDED, actor=auditor, legal=legal, name="虚拟责任人", reason="违规拨付"
    )
    texts = []
    for actor in (auditor, officer):
        target = tmp_path / f"{actor.role}.zip"
        pack(project, target, actor=actor, legal=legal)
        with zipfile.ZipFile(target) as archive:
            texts.append(archive.read("journal.csv").decode())
    assert "虚拟责任人" in texts[0]
    assert "虚拟责任人" not in texts[1]


def test_the_job_packs_and_the_file_is_taken_once_it_is_there(project, officer, bureau, legal):
    job = ask_archive(project.pk, actor=officer)
    with pytest.raises(NotFound):
        take_archive(project.pk, job.pk, actor=officer)
    result = run_archive(Run(job, officer))
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, result=result)
    _, path = take_archive(project.pk, job.pk, actor=officer)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == result["digest"]
    assert Entry.objects.filter(event="projects:project:downloaded").exists()
    with pytest.raises(NotFound):
        take_archive(project.pk, job.pk, actor=bureau)


def test_a_stopped_job_leaves_no_file(project, officer):
    job = ask_archive(project.pk, actor=officer)
    with pytest.raises(Stopped):
        run_archive(Run(job, officer, files=2))
    assert list(archive_folder().iterdir()) == []
