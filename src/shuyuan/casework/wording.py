"""Tasks in words: in whose inbox one lies, and posts as the rules see them."""

from django.utils.translation import gettext as _

from shuyuan.casework.models import Task
from shuyuan.casework.rules import Seat
from shuyuan.casework.selectors import COUNT_LIMIT
from shuyuan.organizations.models import Department, Post

_LENGTH = 120


def addressee_words(task: Task) -> str:
    """The inbox of a task: a person with department, or a role of a department."""
    return place_words(task.post, task.role, task.department)


def place_words(post: Post | None, role: str, department: Department | None) -> str:
    """The same for its parts."""
    if post is not None:
        return f"{post.person} · {post.department}"[:_LENGTH]
    label = str(Post.RoleChoice(role).label) if role in Post.RoleChoice.values else role
    if department is None:
        return label[:_LENGTH]
    return _("%(department)s · %(role)s") % {"department": department, "role": label}


def count_words(count: int) -> str:
    """A number of tasks, with a plus where counting stopped."""
    return f"{count:,}+" if count >= COUNT_LIMIT else f"{count:,}"


def post_words(post: Post) -> str:
    """A post in a list of choices: who, what, where."""
    return f"{post.person} · {post.get_role_display()} · {post.department}"


def seat_of(post: Post) -> Seat:
    """A post (with person and department) as the rules of hand-over and substitution see it."""
    is_held = post.ended_on is None and post.person.is_active
    return Seat(post.pk, post.person_id, post.department.code, post.role, is_held)
