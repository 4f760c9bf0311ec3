"""One page for every form about a project: shown, checked, and shown again with every reason against it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuyuan.audit.steps import record_refusal
from shuyuan.kernel.errors import RuleRefused
from shuyuan.projects.deciding import note_impossible
from shuyuan.projects.models import Project
from shuyuan.projects.selectors import access_own_project


@dataclass(frozen=True)
class Sheet:
    """What the page says: its title, what the step means, its provision, its button, and where it leads back.

    `act` is called with what the form holds; `done` is said afterwards.
    """

    title: Any
    intro: Any
    cites: str
    button: Any
    back: str
    done: Any
    act: Callable[[dict[str, Any]], object]
    icon: str = "check"
    template: str = "delivery/sheet.html"


def fill(
    request: HttpRequest,
    project: Project,
    sheet: Sheet,
    form: forms.Form,
    *,
    extra: dict[str, Any] | None = None,
    valid: bool = True,
) -> HttpResponse:
    """Answer a request to the page; 400 for a form with faults, 409 with the reasons when the law refuses.

    A refusal shown here goes into the trail like one that the middleware answers.
    """
    verdict = None
    if form.is_bound and form.is_valid() and valid:
        try:
            sheet.act(dict(form.cleaned_data))
        except RuleRefused as refused:
            verdict = refused.verdict
            record_refusal(refused, actor=request.actor, path=request.path)
        else:
            messages.success(request, sheet.done)
            return redirect(sheet.back)
    elif form.is_bound:
        note_impossible(request, form)
    context = {
        **(extra or {}),
        "project": project,
        "sheet": sheet,
        "form": form,
        "verdict": verdict,
        "is_upload": form.is_multipart(),
    }
    status = 409 if verdict else 400 if form.is_bound else 200
    return render(request, sheet.template, context, status=status)


def unit_sheet(
    request: HttpRequest,
    project_id: int,
    form: Callable[[Project], forms.Form],
    act: Callable[..., object],
    *,
    back: str = "delivery:construction",
    **words: Any,
) -> HttpResponse:
    """The page of a step that the unit takes on its own project: `act` gets its id and what the form holds.

    `words` are the further fields of the `Sheet`; `back` is the name of the page that follows.
    """
    project = access_own_project(project_id, actor=request.actor)
    sheet = Sheet(
        back=reverse(back, args=[project.pk]),
        act=lambda data: act(project.pk, **data, **people_of(request)),
        **words,
    )
    return fill(request, project, sheet, form(project))


def people_of(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and under which law of which day."""
    return {"actor": request.actor, "legal": request.legal}


def seen_of(request: HttpRequest) -> int | None:
    """The revision of the project that the deciding page showed."""
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004 no row has more digits


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What the form was sent with, fields and files; None for both when the page is only shown."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
