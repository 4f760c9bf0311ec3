"""Who acts: a person in one post of one department, or a process of the platform."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a post may do. A person may hold several posts, but acts in one at a time."""

    PRINCIPAL_OFFICER = "principal_officer"  # 主要负责人
    DATA_OFFICER = "data_officer"  # 专职人员
    OPERATOR = "operator"  # 经办人
    DATA_ADMINISTRATION = "data_administration"  # 市政务服务和大数据管理局
    SYSTEM_ADMINISTRATOR = "system_administrator"  # 三员: 系统管理员
    SECURITY_ADMINISTRATOR = "security_administrator"  # 三员: 安全管理员
    AUDIT_ADMINISTRATOR = "audit_administrator"  # 三员: 审计管理员
    INVESTMENT_APPROVAL = "investment_approval"  # 市发展改革委: 立项审批
    FINANCE = "finance"  # 市财政局: 预算和资金
    AUDIT_OFFICE = "audit_office"  # 市审计局: 审计监督
    EXPERT = "expert"  # 评审专家
    CITY_LEADER = "city_leader"  # 市领导


THREE_ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)

#: Who takes part in projects from outside of the unit and the bureau, jz-project-2020/6, 7, 8 and 10.
PROJECT_OFFICES = frozenset(
    {Role.INVESTMENT_APPROVAL, Role.FINANCE, Role.AUDIT_OFFICE, Role.EXPERT, Role.CITY_LEADER}
)
#: Posts that have no data and no systems of their own.
WITHOUT_DATA = THREE_ADMINISTRATORS | PROJECT_OFFICES


@dataclass(frozen=True)
class Actor:
    """One person in one post; `department` is the department's code, '' for none."""

    person_id: int
    name: str
    post_id: int
    department: str
    role: Role

    @property
    def is_administration(self) -> bool:
        """Whether this post belongs to the bureau that runs the platform."""
        return self.role is Role.DATA_ADMINISTRATION


#: The platform itself, for jobs that no person started.
PLATFORM = Actor(0, "platform", 0, "", Role.SYSTEM_ADMINISTRATOR)
