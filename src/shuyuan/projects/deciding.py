"""What a posted form comes to: the page again with its faults, or the act, its word, the next page.

Amounts that nobody can mean, below zero or beyond all budgets, also go into the trail.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shuyuan.audit.steps import record_refusal
from shuyuan.kernel.errors import BadInput
from shuyuan.projects.forms import MoneyField


def act_on(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., object],
    *,
    again: Callable[[forms.Form], HttpResponse],
    done: Any,
    to: Model | str,
) -> HttpResponse:
    """Answer a posted form: `again` with its faults, else `act` with what it holds, say `done`, go `to`.

    `act` gets the fields of the form besides `actor` and `legal`; what it refuses is answered further out.
    """
    if not form.is_valid():
        note_impossible(request, form)
        return again(form)
    act(**form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, done)
    return redirect(to)


def note_impossible(request: HttpRequest, *faulty: forms.Form) -> None:
    """Put the impossible amounts of these forms into the trail."""
    for form in faulty:
        for name, errors in form.errors.as_data().items():
            field = form.fields.get(name)
            if isinstance(field, MoneyField) and any(error.code in field.IMPOSSIBLE for error in errors):
                note_amount(request, name, cites=field.cites)


def note_amount(request: HttpRequest, field: str, *, cites: str) -> None:
    """Put one impossible amount into the trail, with the provision under which it was asked."""
    refused = BadInput("not an amount", code="impossible_amount", field=field, cites=cites)
    record_refusal(refused, actor=request.actor, path=request.path)
