"""The red-head papers of the bureau on a project, in Chinese: review, opinion, clearance."""

from collections.abc import Iterable
from datetime import date

from django.utils import translation

from shuyuan.approvals.models import Plan
from shuyuan.approvals.wording import LINE_KINDS, PLANS
from shuyuan.kernel.actor import Actor, Role
from shuyuan.organizations.models import Department, Post
from shuyuan.papers.models import IssuedPaper
from shuyuan.papers.red_head import Block, Heading, Paper, Table, Text
from shuyuan.papers.steps import issue_paper, next_number
from shuyuan.projects.models import Project
from shuyuan.projects.steps import PROJECT
from shuyuan.projects.wording import FUNDING_MODES, KINDS
from shuyuan.regulations.context import LegalContext

SERIES = "project_opinion"
REVIEW_PAPER = "project_review"
OPINION_PAPER = "project_opinion"
CLEARANCE_PAPER = "project_clearance"

_LANGUAGE = "zh-hans"
_YES = {True: "符合", False: "不符合"}


def review_paper(
    project: Project, *, passed: bool, meets_co_use: bool, meets_connection: bool, opinion: str,
    issuer: str, day: date,
) -> Paper:  # fmt: skip
    """The bureau's review of a project that was handed in."""
    outcome = "同意通过审查，列入市政务信息化项目库。" if passed else "不同意通过审查。"
    blocks: tuple[Block, ...] = (
        Text(
            f"你单位报送的“{project.name}”（{project.number}）申报材料收悉。经组织专家评审并会同有关部门研究，提出审查意见如下："
        ),
        Heading("一、项目基本情况", level=2),
        _basics(project),
        Heading("二、审查结论", level=2),
        Text(f"（一）共建共享要求：{_YES[meets_co_use]}。"),
        Text(f"（二）大数据平台接入要求：{_YES[meets_connection]}。"),
        Text(f"（三）结论：{outcome}"),
        Heading("三、具体意见", level=2),
        *(Text(line) for line in _lines(opinion)),
    )
    return _paper(f"关于{project.name}的审查意见", project.unit.name, blocks, issuer, day)


def opinion_paper(
    project: Project, *, consents: bool, opinion: str, addressee: str, issuer: str, day: date
) -> Paper:
    """The bureau's opinion on a project for which the commission asked."""
    blocks: tuple[Block, ...] = (
        Text(f"关于征求“{project.name}”（{project.number}）行业审查意见的来函收悉。经研究，现函复如下："),
        _basics(project),
        Text("我局" + ("同意该项目立项。" if consents else "不同意该项目立项。")),
        *(Text(line) for line in _lines(opinion)),
    )
    return _paper(f"关于{project.name}行业审查意见的复函", addressee, blocks, issuer, day)


def clearance_paper(plan: Plan, *, cleared: bool, opinion: str, issuer: str, day: date) -> Paper:
    """The bureau's clearance of a plan, line by line."""
    with translation.override(_LANGUAGE):
        name = str(PLANS[plan.plan])
        rows = tuple(
            (
                str(place),
                str(LINE_KINDS[line.kind]),
                line.name,
                "核准" if line.cleared else "不予核准",
                line.opinion or "—",
            )
            for place, line in enumerate(plan.lines.all(), 1)
        )
    blocks: tuple[Block, ...] = (
        Text(f"你单位报送的“{plan.project.name}”（{plan.project.number}）{name}收悉。经审核，逐项意见如下："),
        Table(("序号", "类别", "内容", "意见", "说明"), rows, widths=(0.6, 1.6, 2.6, 1.1, 2.6)),
        Text(
            "该方案"
            + (
                "予以核准。两项方案均核准后，可依法进入政府采购程序。"
                if cleared
                else "暂不予核准，请按意见修改后重新报送。"
            )
        ),
        *(Text(line) for line in _lines(opinion)),
    )
    return _paper(f"关于{plan.project.name}{name}的核准意见", plan.project.unit.name, blocks, issuer, day)


def issue(
    kind: str, paper: Paper, *, project: Project, recipients: Iterable[str], actor: Actor, legal: LegalContext
) -> IssuedPaper:
    """Number, draw and keep a paper about a project, in the caller's transaction."""
    return issue_paper(
        kind,
        paper,
        department=actor.department,
        recipients=dict.fromkeys(recipients),
        subject_kind=PROJECT,
        subject_id=project.number,
        actor=actor,
        legal=legal,
    )


def take_number(*, actor: Actor, legal: LegalContext) -> str:
    """The next number without a paper, where many projects are written at once."""
    return next_number(SERIES, actor=actor, legal=legal)


def offices(*roles: Role) -> list[str]:
    """The codes of the departments in which somebody holds one of these roles now."""
    posts = Post.objects.filter(role__in=[str(role) for role in roles], ended_on__isnull=True)
    return sorted(set(posts.values_list("department__code", flat=True)))


def name_of(code: str) -> str:
    """A department's name."""
    return str(Department.objects.values_list("name", flat=True).get(code=code))


def _basics(project: Project) -> Table:
    with translation.override(_LANGUAGE):
        rows = (
            ("项目单位", project.unit.name),
            ("项目类型", str(KINDS[project.project_kind])),
            ("资金方式", str(FUNDING_MODES[project.mode])),
            ("计划年度", str(project.plan_year)),
            ("申报金额（万元）", f"{project.planned_fen / 1_000_000:,.2f}"),
        )
    return Table(("事项", "内容"), rows, widths=(1.2, 3.0))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _paper(title: str, addressee: str, blocks: tuple[Block, ...], issuer: str, day: date) -> Paper:
    return Paper(
        issuer=issuer, number="", title=title, addressee=addressee, blocks=blocks, signer=issuer, day=day
    )
