"""Takes projects through the steps of planning, for the tests of this room."""

from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from shuyuan.catalog.classes import ensure_classes
from shuyuan.papers.steps import attach
from shuyuan.planning import services
from shuyuan.planning.documents import document_label
from shuyuan.planning.places import source_of
from shuyuan.planning.services import Goal, Infrastructure, Line
from shuyuan.studies.seed import fill_study

GOOD = Infrastructure(on_government_cloud=True, on_egov_network=True, connects_to_platform=True)
FILES = ("proposal", "feasibility_study", "preliminary_design")


def upload(project, code, *, actor, legal, content="虚拟材料"):
    """Attach a document to a project."""
    file = SimpleUploadedFile(f"{code}.txt", content.encode())
    with transaction.atomic():
        return attach(
            file,
            subject_kind="projects.project",
            subject_id=project.pk,
            label=document_label(code),
            actor=actor,
            legal=legal,
        )


def prepare(project, *, actor, legal, files=FILES):
    """Everything that has to be handed in."""
    for code in files:
        upload(project, code, actor=actor, legal=legal)
    if source_of(project) is None:
        services.state_infrastructure(project.pk, statement=GOOD, actor=actor, legal=legal)
    lines = [Line("应用软件开发", 1, project.planned_fen, project.plan_year, "项")]
    services.save_budget(project.pk, lines=lines, actor=actor, legal=legal)
    goals = [Goal("办理时限压缩", Decimal(50), "%")]
    services.save_targets(project.pk, targets=goals, actor=actor, legal=legal)
    ensure_classes()
    fill_study(project, Random(project.pk), actor=actor, legal=legal)


def into_the_plan(project, *, officer, bureau, legal, rank=1, document="虚政〔2026〕8号"):
    """Filed, studied, consented to."""
    services.file_project(project.pk, actor=officer, legal=legal)
    services.study_project(project.pk, opinion="include", rank=rank, actor=bureau, legal=legal)
    return services.record_consent(
        year=project.plan_year,
        projects=[project.pk],
        document=document,
        day=legal.today,
        actor=bureau,
        legal=legal,
    )
