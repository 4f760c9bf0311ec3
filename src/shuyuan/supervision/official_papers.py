"""The red-head papers of oversight, in Chinese: the order to rectify and the decision on a sanction."""

from shuyuan.kernel.actor import Actor
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.models import IssuedPaper
from shuyuan.papers.red_head import Block, Heading, Paper, Text
from shuyuan.papers.red_head.paper import day_in_words
from shuyuan.papers.steps import issue_paper
from shuyuan.projects.models import Project
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision.models import Order, Sanction

ORDER_PAPER = "rectification_order"
SANCTION_PAPER = "project_sanction"
_DECISIONS = {
    Sanction.Kind.CRITICISM: "对你单位予以通报批评。",
    Sanction.Kind.SUSPEND_PAYMENT: "暂缓拨付该项目建设资金。",
    Sanction.Kind.SUSPEND_PROJECT: "暂停该项目建设。",
    Sanction.Kind.TERMINATE: "终止该项目。",
}


def issue_order(order: Order, *, actor: Actor, legal: LegalContext) -> IssuedPaper:
    """Number and keep the order; the unit reads it."""
    blocks: tuple[Block, ...] = (
        Text(f"经对“{order.project.name}”（{order.project.number}）监督检查，发现下列问题："),
        *(Text(line) for line in order.finding.splitlines() if line.strip()),
        Heading("整改要求", level=2),
        *(Text(line) for line in order.demand.splitlines() if line.strip()),
        Text(f"请于{day_in_words(order.due_on)}前完成整改，并书面报告整改情况。"),
    )
    return _issue(ORDER_PAPER, f"关于{order.project.name}限期整改的通知", blocks, order.project, actor, legal)


def issue_sanction(sanction: Sanction, *, actor: Actor, legal: LegalContext) -> IssuedPaper:
    """Number and keep the decision; the unit reads it."""
    order = sanction.order
    blocks: tuple[Block, ...] = (
        Text(
            f"你单位“{order.project.name}”（{order.project.number}）未按《限期整改通知》（{order.number}）落实整改要求。"
        ),
        Text(f"事由：{sanction.reason}"),
        Text(f"经研究，决定：{_DECISIONS[Sanction.Kind(sanction.kind)]}"),
    )
    return _issue(SANCTION_PAPER, f"关于{order.project.name}的处理决定", blocks, order.project, actor, legal)


def _issue(  # noqa: PLR0917 one line of work
    kind: str, title: str, blocks: tuple[Block, ...], project: Project, actor: Actor, legal: LegalContext
) -> IssuedPaper:
    issuer = access_department(actor.department)
    paper = Paper(
        issuer=issuer.name,
        number="",
        title=title,
        addressee=project.unit.name,
        blocks=blocks,
        signer=issuer.name,
        day=legal.today,
    )
    return issue_paper(
        kind,
        paper,
        department=issuer.code,
        recipients=[project.unit.code],
        subject_kind=PROJECT,
        subject_id=project.pk,
        cites="jz-project-2020/31.1",
        actor=actor,
        legal=legal,
    )
