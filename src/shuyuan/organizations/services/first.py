"""The three administrators of a new installation, without whom nobody could sign in and give rights."""

from django.db import transaction

from shuyuan.kernel.actor import PLATFORM, Role
from shuyuan.kernel.errors import Conflict
from shuyuan.organizations.models import Person, Post
from shuyuan.organizations.services.accounts import Opened, create_person, reset_password
from shuyuan.organizations.services.posts import appoint_post
from shuyuan.regulations.context import LegalContext

#: User name and name of each, until the administrators give people accounts of their own.
NAMES = {
    Role.SYSTEM_ADMINISTRATOR: ("sysadmin", "系统管理员"),
    Role.SECURITY_ADMINISTRATOR: ("secadmin", "安全管理员"),
    Role.AUDIT_ADMINISTRATOR: ("auditadmin", "审计管理员"),
}


@transaction.atomic
def open_administrators(*, department: str, legal: LegalContext) -> list[Opened]:
    """Open the three accounts with their posts in that department; three people must get the passwords.

    Raises Conflict `administrators_exist` when one of the three posts is held already.
    """
    if Post.objects.filter(role__in=NAMES, ended_on__isnull=True, person__is_active=True).exists():
        raise Conflict(code="administrators_exist")
    opened = []
    for role, (username, name) in NAMES.items():
        person = Person.objects.filter(username=username, is_active=True).first()
        if person is None:
            account = create_person(
                username, full_name=name, department=department, actor=PLATFORM, legal=legal
            )
        else:
            account = reset_password(person.pk, actor=PLATFORM, legal=legal)
        appoint_post(username, department=department, role=role, actor=PLATFORM, legal=legal)
        opened.append(account)
    return opened
