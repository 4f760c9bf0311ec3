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


THREE_ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)


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
