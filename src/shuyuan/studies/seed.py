"""A plausible complete study of a project, for simulations and demonstrations; and the end of its entries."""

from random import Random

from django.db import transaction

from shuyuan.catalog import review_steps
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.guide import Cycle, KeyKind, MethodType
from shuyuan.catalog.planned import plan_entry
from shuyuan.catalog.rules import SubjectKind
from shuyuan.catalog.states import State
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import RuleRefused
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext
from shuyuan.studies import steps
from shuyuan.studies.events import Event
from shuyuan.studies.facts import builds
from shuyuan.studies.models import PlannedEntry, SharingLine, Study
from shuyuan.studies.services import study_of

_THINGS = ("办件", "巡查", "设施", "预警", "服务事项", "监测", "处置", "满意度", "排班", "物资")
_FORMS = ("记录", "台账", "登记信息", "统计信息")
#: Label and column of items, of which a study has a few.
_ITEMS = (
    ("办理状态", "state"),
    ("受理日期", "accepted_on"),
    ("办结日期", "finished_on"),
    ("所在区域", "area"),
    ("经办窗口", "counter"),
    ("业务类别", "category"),
    ("处理结果", "outcome"),
    ("更新批次", "batch"),
)
_SHORTEST = 2


def fill_study(project: Project, rng: Random, *, actor: Actor, legal: LegalContext) -> Study:
    """Write a complete study in one transaction: resources, one or two planned entries, sharing, exchange.

    A study that has entries already is left as it is.
    """
    with transaction.atomic():
        study = study_of(project, legal=legal)
        if study.planned.exists():
            return study
        if builds(project):
            study.network, study.hosting = "egov_extranet", "government_cloud"
        study.cpu_cores, study.memory_gb = rng.choice((8, 16, 32, 64)), rng.choice((32, 64, 128, 256))
        study.storage_gb = rng.choice((500, 1000, 2000, 10000))
        study.bandwidth_mbps = rng.choice((20, 50, 100, 200))
        study.resources_from = project.planned_start_on
        study.connection = "通过共享平台的接口交换，按目录更新周期推送。"
        study.revision += 1
        study.save()
        for number in range(rng.choice((1, 1, 2))):
            _plan(study, project, number, rng, actor, legal)
        facts = {"network": study.network, "hosting": study.hosting}
        steps.trace(Event.SAVED, project, cites="jz-project-2020/26.1", facts=facts, actor=actor)
    return study


def publish_entries(project: Project, *, actor: Actor, legal: LegalContext) -> list[str]:
    """The bureau publishes what was handed in for the project; the codes. What the law refuses stays."""
    codes = []
    planned = PlannedEntry.objects.filter(study__project=project, entry__state=State.SUBMITTED)
    for one in planned.select_related("entry").order_by("pk"):
        try:
            with transaction.atomic():
                entry = review_steps.publish_entry(one.entry_id, actor=actor, legal=legal)
        except RuleRefused:
            continue
        codes.append(entry.code or "")
    return codes


def _plan(  # noqa: PLR0917 one caller
    study: Study, project: Project, number: int, rng: Random, actor: Actor, legal: LegalContext
) -> None:
    subject = f"{project.unit.short_name or project.unit.name}{rng.choice(_THINGS)}{rng.choice(_FORMS)}"
    content = EntryContent(
        name=f"{_core(project.name)}{subject}"[:60],
        abstract=f"{project.name}运行中形成的业务数据，按日积累，供各部门办理业务时核对和统计使用。",
        internal_office="信息科",
        subject_kind=SubjectKind.OTHER.value,
        formats=[{"class": "database", "type": "mysql"}],
        sharing_type="conditional" if number else "unconditional",
        sharing_condition="用于履行职责，不得转作他用" if number else "",
        sharing_scope="市直各部门" if number else "",
        sharing_purposes=["verification"] if number else [],
        method_types=[MethodType.SERVICE.value],
        update_cycle=Cycle.DAILY.value,
    )
    chosen = rng.sample(_ITEMS, rng.randint(3, 6))
    key = ItemContent(
        name="record_number", label="业务流水号", length=30, required=True, is_key=True,
        key_kind=KeyKind.OTHER.value,
    )  # fmt: skip
    items = [key, *(ItemContent(name=column, label=label, length=60) for label, column in chosen)]
    facts = {"project": project.number}
    entry = plan_entry(project.unit, content=content, items=items, facts=facts, actor=actor, legal=legal)
    planned = PlannedEntry.objects.create(
        study=study,
        entry=entry,
        exchange_mode=MethodType.SERVICE.value,
        exchange_cycle=Cycle.DAILY.value,
        interface="REST 接口，按流水号查询",
    )
    SharingLine.objects.create(planned=planned, condition=content.sharing_condition)


def _core(name: str) -> str:
    """The name of a project without what names no data."""
    for word in ("信息化", "管理系统", "业务系统", "系统", "平台", "项目", "建设", "升级改造", "运维"):
        name = name.replace(word, "")
    return name if len(name) >= _SHORTEST else "业务"
