"""What a posted form comes to: the page again with its faults, or the act, its word, the next page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


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
        return again(form)
    act(**form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, done)
    return redirect(to)
