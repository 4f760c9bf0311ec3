"""The people of the demonstration who can sign in, and their posts."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shuyuan.kernel.actor import PLATFORM, Actor, Role
from shuyuan.kernel.errors import Conflict
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import as_actor
from shuyuan.organizations.services import appoint_post, create_person
from shuyuan.regulations.context import LegalContext


@dataclass(frozen=True)
class DemoPost:
    """One sign-in: who, in which post, for what."""

    username: str
    name: str
    department: str
    role: Role
    title: str


_BUREAU = "data-administration"
DEMO_POSTS = (
    DemoPost("bureau", "陈明远", _BUREAU, Role.DATA_ADMINISTRATION, "数据资源科科长"),
    DemoPost("bureau2", "李静怡", _BUREAU, Role.DATA_ADMINISTRATION, "数据资源科副科长"),
    DemoPost("bureau-chief", "杨志远", _BUREAU, Role.PRINCIPAL_OFFICER, "局长"),
    DemoPost("bureau-data", "罗雅文", _BUREAU, Role.DATA_OFFICER, "数据专职人员"),
    DemoPost("civil", "王建国", "civil-affairs", Role.DATA_OFFICER, "数据专职人员"),
    DemoPost("civil-chief", "赵国平", "civil-affairs", Role.PRINCIPAL_OFFICER, "局长"),
    DemoPost("police", "刘志强", "public-security", Role.DATA_OFFICER, "数据专职人员"),
    DemoPost("market", "孙丽华", "market-regulation", Role.DATA_OFFICER, "数据专职人员"),
    DemoPost("tax", "周文斌", "tax", Role.DATA_OFFICER, "数据专职人员"),
    DemoPost("stats", "冯雪晴", "statistics", Role.DATA_OFFICER, "数据专职人员"),
    DemoPost("hr", "吴晓梅", "human-resources", Role.DATA_OFFICER, "数据专职人员"),
    DemoPost("realestate", "郑浩然", "real-estate-registry", Role.DATA_OFFICER, "数据专职人员"),
    DemoPost("education", "何雨晨", "education", Role.OPERATOR, "信息科经办人"),
    DemoPost("commission", "韩立波", "development-reform", Role.INVESTMENT_APPROVAL, "高技术科科长"),
    DemoPost("finance", "唐秀英", "finance", Role.FINANCE, "行政政法科科长"),
    DemoPost("auditor", "程国栋", "audit", Role.AUDIT_OFFICE, "电子数据审计科科长"),
    DemoPost("expert", "沈知远", "education", Role.EXPERT, "评审专家"),
    DemoPost("leader", "董建平", "government-office", Role.CITY_LEADER, "分管领导"),
    DemoPost("sysadmin", "高峰", _BUREAU, Role.SYSTEM_ADMINISTRATOR, "系统管理员"),
    DemoPost("secadmin", "林安", _BUREAU, Role.SECURITY_ADMINISTRATOR, "安全管理员"),
    DemoPost("auditadmin", "谢清", _BUREAU, Role.AUDIT_ADMINISTRATOR, "审计管理员"),
)


def ensure_posts(sign_ins: Path, *, legal: LegalContext) -> dict[str, Actor]:
    """The actors of the demonstration by user name; missing people and posts are made.

    All share one password, made once for this installation and kept in `sign_ins` (0600).
    """
    if not sign_ins.exists():
        sign_ins.parent.mkdir(parents=True, exist_ok=True)
        sign_ins.touch(mode=0o600)
        sign_ins.write_text(f"demo-{secrets.token_hex(5)}\n", encoding="ascii")
    password = read_password(sign_ins)
    for line in DEMO_POSTS:
        _ensure(line, password, legal)
    return {line.username: actor_of(line) for line in DEMO_POSTS}


def read_password(sign_ins: Path) -> str:
    """The password of every demonstration sign-in."""
    return sign_ins.read_text(encoding="ascii").strip()


def actor_of(line: DemoPost) -> Actor:
    """The actor of a demonstration post."""
    post = Post.objects.select_related("person", "department").get(
        person__username=line.username, role=line.role, ended_on__isnull=True
    )
    return as_actor(post)


def _ensure(line: DemoPost, password: str, legal: LegalContext) -> None:
    with suppress(Conflict):
        create_person(
            line.username,
            full_name=line.name,
            department=line.department,
            password=password,
            actor=PLATFORM,
            legal=legal,
        )
    if Post.objects.filter(person__username=line.username, ended_on__isnull=True).exists():
        return
    appoint_post(
        line.username,
        department=line.department,
        role=line.role,
        title=line.title,
        actor=PLATFORM,
        legal=legal,
    )
