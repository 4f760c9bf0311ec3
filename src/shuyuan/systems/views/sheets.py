"""The form page that this room uses for everything that somebody does with a system or a move."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shuyuan.audit.steps import record_refusal
from shuyuan.kernel.errors import RuleRefused


@dataclass(frozen=True)
class Sheet:
    """A form page: its words, its provision, the page it belongs to; `act` does it and gives where to go."""

    title: Any
    intro: Any
    cites: str
    button: Any
    done: Any
    above: Any
    back: str
    act: Callable[[dict[str, Any]], str]
    template: str = "systems/sheet.html"


def fill(request: HttpRequest, sheet: Sheet, form: forms.Form, **more: Any) -> HttpResponse:
    """Show, check and carry out; 400 for a form with faults, 409 with the reasons when the law refuses."""
    verdict = None
    if form.is_bound and form.is_valid():
        try:
            address = sheet.act(dict(form.cleaned_data))
        except RuleRefused as refused:
            verdict = refused.verdict
            record_refusal(refused, actor=request.actor, path=request.path)
        else:
            messages.success(request, sheet.done)
            return redirect(address)
    status = 409 if verdict else 400 if form.is_bound else 200
    context = {"sheet": sheet, "form": form, "verdict": verdict, **more}
    return render(request, sheet.template, context, status=status)


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; None when the page is only shown."""
    return request.POST if request.method == "POST" else None
