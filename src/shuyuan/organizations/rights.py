"""Who may do what to accounts and posts: pure decisions on the actor's post and the one concerned.

The security administrator gives rights, the system administrator opens accounts, neither does both; the
principal officer looks after the people of the own department (jz-data-2020/5.2).
"""

from collections.abc import Set as AbstractSet

from shuyuan.kernel.actor import PLATFORM, THREE_ADMINISTRATORS, Actor, Role

#: What a principal officer may give in the own department.
DEPARTMENT_ROLES = frozenset({Role.DATA_OFFICER, Role.OPERATOR})


def may_open_account(actor: Actor, *, department: str) -> bool:
    """Open or close an account of that department's people."""
    return actor == PLATFORM or actor.role is Role.SYSTEM_ADMINISTRATOR or _leads(actor, department)


def may_reset_password(actor: Actor, *, department: str, held: AbstractSet[Role]) -> bool:
    """Give a new temporary password to a person of that department who holds these roles.

    The security administrator does it for everybody but security administrators, whom the system
    administrator helps; a principal officer for people without an administrator's post.
    """
    if actor == PLATFORM:
        return True
    if Role.SECURITY_ADMINISTRATOR in held:
        return actor.role is Role.SYSTEM_ADMINISTRATOR
    if actor.role is Role.SECURITY_ADMINISTRATOR:
        return True
    return _leads(actor, department) and held <= DEPARTMENT_ROLES


def may_appoint(actor: Actor, *, department: str, role: Role) -> bool:
    """Give or end a post of that role in that department."""
    if actor == PLATFORM or actor.role is Role.SECURITY_ADMINISTRATOR:
        return True
    return _leads(actor, department) and role in DEPARTMENT_ROLES


def may_name_data_office(actor: Actor, *, department: str) -> bool:
    """Name the office of that department that does its data work."""
    return actor == PLATFORM or _leads(actor, department)


def may_unlock(actor: Actor) -> bool:
    """Lift the lock that failed sign-ins put on an account."""
    return actor == PLATFORM or actor.role is Role.SECURITY_ADMINISTRATOR


def may_see_accounts(actor: Actor, *, department: str) -> bool:
    """See the accounts of that department's people with their state."""
    return actor == PLATFORM or actor.role in THREE_ADMINISTRATORS or _leads(actor, department)


def _leads(actor: Actor, department: str) -> bool:
    return actor.role is Role.PRINCIPAL_OFFICER and bool(department) and actor.department == department
