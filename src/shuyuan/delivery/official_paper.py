"""The opinion of an acceptance (验收意见) as a red-head paper; official papers are always in Chinese."""

from shuyuan.delivery.models import Acceptance
from shuyuan.kernel.actor import Actor
from shuyuan.papers.models import IssuedPaper
from shuyuan.papers.red_head import Block, Heading, Paper, Table, Text
from shuyuan.papers.red_head.paper import day_in_words
from shuyuan.papers.steps import issue_paper
from shuyuan.projects.models import Project
from shuyuan.projects.money import in_wan
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext

KIND = "acceptance"
_TIMES = {1: "第一次", 2: "第二次", 3: "第三次"}
_PASSED = "验收组同意该项目通过验收。"
_FAILED = "验收组认为该项目暂不具备通过验收的条件，须在{day}前完成整改，整改后可以再次申请验收。"


def draw_up(acceptance: Acceptance, project: Project) -> Paper:
    """The paper of an acceptance that was held, still without its number."""
    facts = project.known
    has_passed = acceptance.outcome == Acceptance.Outcome.PASSED
    held_on = acceptance.held_on or acceptance.applied_on
    blocks: list[Block] = [
        Heading("项目概况"),
        Text(
            f"项目名称：{project.name}\n项目编号：{project.number}\n建设单位：{project.unit.name}\n"
            f"合同金额：{in_wan(facts.contracted_fen)}万元\n"
            f"竣工日期：{day_in_words(facts.completed_on) if facts.completed_on else '—'}"
        ),
        Text(acceptance.statement),
        Heading("验收组织"),
        Text(
            f"{project.unit.name}于{day_in_words(held_on)}组织{_TIMES.get(acceptance.number, '再次')}验收，"
            f"数据主管部门指派专家{acceptance.expert}（{acceptance.expert_employer}）参加。验收组成员如下。"
        ),
        Table(("序号", "姓名", "工作单位"), _panel(acceptance), widths=(0.6, 1.4, 3.0)),
        Heading("核准意见"),
        Text(acceptance.clearance_opinion or "—"),
        Heading("验收结论"),
        Text(acceptance.opinion),
    ]
    if not has_passed:
        blocks += [Heading("存在的问题"), Text(acceptance.defects)]
    last_day = day_in_words(acceptance.rectify_by) if acceptance.rectify_by else "—"
    blocks.append(Text(_PASSED if has_passed else _FAILED.format(day=last_day)))
    return Paper(
        issuer=project.unit.name,
        number="",
        title=f"{project.name}项目竣工验收意见",
        addressee="",
        blocks=tuple(blocks),
        signer=project.unit.name,
        day=held_on,
    )


def issue(acceptance: Acceptance, project: Project, *, actor: Actor, legal: LegalContext) -> IssuedPaper:
    """Number and keep the paper; the unit, the bureau and the administrators read it."""
    return issue_paper(
        KIND,
        draw_up(acceptance, project),
        department=project.unit.code,
        subject_kind=PROJECT,
        subject_id=project.pk,
        cites="jz-project-2020/20.1",
        actor=actor,
        legal=legal,
    )


def _panel(acceptance: Acceptance) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(number), one["name"], one["employer"] or "—") for number, one in enumerate(acceptance.panel, 1)
    )
