"""What oversight did to a project lies in its archive: orders, sanctions, audits, with their papers."""

import zipfile
from datetime import timedelta

from shuyuan.projects.archive import pack
from shuyuan.projects.rules.stages import Stage
from shuyuan.supervision import services


def test_orders_sanctions_audits_and_their_papers_are_archived(
    factories, unit, officer, bureau, auditor, legal, tmp_path
):
    project = factories.make_project(
        unit, legal=legal, stage=Stage.BUILDING, budgets={"2026": 1000}, approved_fen=1000
    )
    other = factories.make_project(unit, legal=legal, stage=Stage.BUILDING)
    due = legal.today + timedelta(days=20)
    for one in (project, other):
        order = services.issue_order(
            one.pk, finding="未按批复建设", demand="恢复", due_on=due, actor=bureau, legal=legal
        )
        services.answer_order(order.pk, answer="不认可", refuses=True, actor=officer, legal=legal)
        services.impose_sanction(
            order.pk, kind="suspend_payment", reason=f"拒不整改{one.pk}", actor=bureau, legal=legal
        )
    services.plan_audit(project.pk, year=2026, actor=auditor, legal=legal)
    pack(project, tmp_path / "archive.zip", actor=auditor, legal=legal)
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        names = archive.namelist()
        sanctions = archive.read("data/supervision.sanction.csv").decode("utf-8-sig").splitlines()
    tables = {"data/supervision.order.csv", "data/supervision.auditcase.csv"}
    assert tables <= set(names)
    assert len([name for name in names if name.startswith("papers/") and name.endswith(".pdf")]) == 2
    assert len(sanctions) == 2
    assert f"拒不整改{project.pk}" in sanctions[1]
