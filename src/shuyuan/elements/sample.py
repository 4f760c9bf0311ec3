"""The data elements of the demonstration city: what is bound, who is the source, a form that was checked.

Made through the services by real posts; running it again makes only what is missing.
"""

from django.db.models import Q

from shuyuan.elements import services
from shuyuan.elements.matching import SURE
from shuyuan.elements.models import Binding, DataElement, FormCheck, Proposal
from shuyuan.elements.seed import seed_elements
from shuyuan.elements.selectors import find_open_conflict, list_entries_to_propose, list_worklist
from shuyuan.elements.states import Stance, Use
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import RuleRefused
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import as_actor
from shuyuan.regulations.context import LegalContext

_DISPUTED = "住所"
_FORM = "最低生活保障申请表"
_FIELDS = (
    ("申请人姓名", ""),
    ("身份证号", ""),
    ("性别", ""),
    ("民族", ""),
    ("出生日期", ""),
    ("户籍地址", ""),
    ("手机号码", ""),
    ("婚姻状况", ""),
    ("家庭成员人数", ""),
    ("工作单位", ""),
    ("社保参保状态", ""),
    ("家庭月收入", "《社会救助暂行办法》"),
)


def seed_bindings(*, legal: LegalContext) -> None:
    """Bind what is nearly certain, name the sources that nobody disputes, check a form.

    Needs a post of the data administration and published entries.
    """
    seed_elements()
    bureau = _actor(Role.DATA_ADMINISTRATION)
    if bureau is None or Binding.objects.exists():
        return
    for entry in list_entries_to_propose():
        services.propose_again(entry, legal=legal)
    disputed = Q(
        entry__provider__code="civil-affairs", element__about="organization", element__identifies=False
    )
    sure = list_worklist(bureau).filter(score__gte=SURE).exclude(disputed).order_by("id")
    lines = list(sure.values_list("pk", flat=True))
    for start in range(0, len(lines), services.MOST_AT_ONCE):
        chunk = lines[start : start + services.MOST_AT_ONCE]
        services.accept_proposals(chunk, actor=bureau, legal=legal)
    _name_sources(bureau, legal)
    _dispute(list_worklist(bureau).filter(disputed, element__name=_DISPUTED).first(), legal)
    officer = _actor(Role.DATA_OFFICER, "civil-affairs")
    if officer and not FormCheck.objects.exists():
        matter = "最低生活保障对象认定"
        services.check_form(name=_FORM, matter=matter, fields=_FIELDS, actor=officer, legal=legal)


def _dispute(line: Proposal | None, legal: LegalContext) -> None:
    """Civil affairs registers social organizations itself, and says so: a case with one side heard."""
    officer = _actor(Role.DATA_OFFICER, "civil-affairs")
    if line is None or line.element is None or officer is None:
        return
    services.accept_proposals([line.pk], use=Use.COLLECTS, actor=officer, legal=legal)
    case = find_open_conflict(line.element.pk)
    side = case.sides.filter(department__code=officer.department).first() if case else None
    if case and side:
        services.hear_side(
            case.pk,
            side.pk,
            stance=Stance.CLAIMS,
            statement="社会组织由民政局登记，其住所只有本局掌握，市场监督管理局的企业登记信息中没有。",
            basis="民政局“三定”方案：负责社会组织登记管理",
            actor=officer,
            legal=legal,
        )


def _name_sources(bureau: Actor, legal: LegalContext) -> None:
    """Every element that one department collects, and that nobody disputes, has it as its source."""
    for element in DataElement.objects.filter(bindings__use=Use.COLLECTS).distinct().order_by("code"):
        claim = element.bindings.filter(use=Use.COLLECTS).order_by("id").first()
        if claim is None or find_open_conflict(element.pk) is not None:
            continue
        try:
            services.name_source(claim.pk, actor=bureau, legal=legal)
        except RuleRefused:
            continue


def _actor(role: Role, department: str = "") -> Actor | None:
    posts = Post.objects.filter(role=role, ended_on__isnull=True).select_related("person", "department")
    post = (posts.filter(department__code=department) if department else posts).order_by("id").first()
    return as_actor(post) if post else None
