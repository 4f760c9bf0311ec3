"""Choosing projects in a form: found by number, name or unit; what is chosen stays while one looks on."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shuyuan.organizations.models import Department
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import ENDED, Stage
from shuyuan.projects.selectors import list_projects

#: So many of those found are shown.
MOST = 20
#: The field of the words that are looked for; pressing its button sends the form back with what was found.
FIND = "find"
LOOK = "look"
_LONGEST = 400
_LONG_KEY = 19
_NO_KEY = "-"
#: What separates words, and numbers that were copied one after the other.
_BETWEEN = re.compile(r"[\s,，、;；]+|(?<=号)")


def living(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Projects that were filed and have not ended."""
    closed = [stage.value for stage in (*ENDED, Stage.DRAFT)]
    return projects.exclude(stage__in=closed)


def find_projects(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Those whose numbers are given, else those in whose number, name or unit every word occurs."""
    words = [word for word in _BETWEEN.split(text[:_LONGEST].replace("\0", "")) if word]
    if not words:
        return projects.none()
    numbered = projects.filter(number__in=words)
    if numbered.exists():
        return numbered.order_by("number")
    for word in words:
        units = Department.objects.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
        named = Q(name__icontains=word) | Q(number__icontains=word)
        projects = projects.filter(named | Q(unit__in=units.order_by().values("pk")))
    return projects.order_by("-plan_year", "-id")


class ProjectPicker(forms.CheckboxSelectMultiple):
    """A search with its button, the chosen projects, and what was found; works without script."""

    kind = "checkbox"

    def __init__(self) -> None:
        super().__init__()
        self.projects: QuerySet[Project] = Project.objects.none()
        self.text = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What is marked; what cannot be a key becomes a word that no project has."""
        given = super().value_from_datadict(data, files, name)
        return [_key(one) for one in given]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 Django's shape
        """Search, chosen, found; one more than `MOST` is read to tell whether there are more."""
        keys = [int(key) for key in map(_key, _listed(value)) if key != _NO_KEY]
        chosen = list(self.projects.filter(pk__in=keys).order_by("number"))
        found = list(find_projects(self.projects.exclude(pk__in=keys), self.text)[: MOST + 1])
        return render_to_string(
            "supervision/parts/picker.html",
            {
                "name": name,
                "kind": self.kind,
                "find": FIND,
                "look": LOOK,
                "text": self.text,
                "chosen": chosen,
                "found": found[:MOST],
                "has_more": len(found) > MOST,
                "most": MOST,
                "described": (attrs or {}).get("aria-describedby", ""),
            },
        )


class SinglePicker(ProjectPicker):
    """The same for one project."""

    kind = "radio"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 Django's shape
        """The one that is chosen."""
        given = data.get(name)
        return _key(given) if given else None


class ProjectsField(forms.ModelMultipleChoiceField):
    """Some living projects that the actor may see."""

    widget: Any = ProjectPicker
    default_error_messages = {
        "required": _("Choose the projects that are looked at"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Project.objects.none(), **options)


class ProjectField(forms.ModelChoiceField):
    """One living project that the actor may see."""

    widget: Any = SinglePicker
    default_error_messages = {"required": _("Choose a project.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Project.objects.none(), **options)


def look(field: Any, projects: QuerySet[Project], text: str) -> None:
    """Offer these projects in a field of a form, and show those of them in which the words occur."""
    field.queryset = field.widget.projects = living(projects)
    field.widget.text = text[:_LONGEST]


def picking_form(
    request: HttpRequest, form: Callable[..., forms.Form], initial: dict[str, Any]
) -> forms.Form:
    """
    The form as it was sent or with `initial`; what was filled in stays, unchecked, when somebody only looks.

    `?project=<number>` chooses a project in advance.
    """
    projects = list_projects(request.actor)
    data = request.POST if request.method == "POST" else None
    if data is None:
        chosen = projects.filter(number=request.GET.get("project", "")[:40]).values_list("pk", flat=True)
        given = {**initial, "projects": list(chosen), "project": chosen.first()}
        return form(initial=given, projects=projects, text=request.GET.get(FIND, ""))
    text = data.get(FIND, "")
    if LOOK in data:
        kept = {name: data.getlist(name) if len(data.getlist(name)) > 1 else data[name] for name in data}
        return form(initial=kept, projects=projects, text=text)
    return form(data, projects=projects, text=text)


def _key(given: Any) -> str:
    text = str(given)
    return text if text.isascii() and text.isdecimal() and len(text) < _LONG_KEY else _NO_KEY


def _listed(value: Any) -> Iterable[Any]:
    if value is None or value == "":
        return ()
    found = value if isinstance(value, list | tuple | QuerySet) else (value,)
    return [getattr(one, "pk", one) for one in found]
