"""The two pages that all of oversight uses: a form that somebody fills in, and a case with its facts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shuyuan.audit.steps import record_refusal
from shuyuan.casework.actions import Action
from shuyuan.kernel.errors import BadInput, RuleRefused
from shuyuan.supervision.models import AuditCase, Breach, Order
from shuyuan.web.wording import words_of


@dataclass(frozen=True)
class Sheet:
    """A form page: its words, its provision, where it leads back; `act` does it and gives where to go."""

    title: Any
    intro: Any
    cites: str
    button: Any
    back: str
    done: Any
    act: Callable[[dict[str, Any]], str]
    list_title: Any
    list_url: str
    danger: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of a case; `date` values are written as days, `wide` ones take the whole width."""

    label: Any
    value: Any
    wide: bool = False
    href: str = ""


@dataclass(frozen=True)
class Case:
    """A case page: what it is, how it stands, its facts, what can be done, what happened."""

    title: str
    subtitle: str
    state: Any
    tone: str
    facts: Sequence[Fact]
    actions: Sequence[Action]
    subject_kind: str
    subject_id: object
    cites: str
    list_title: Any
    list_url: str
    due_on: Any = None


@dataclass(frozen=True)
class Tile:
    """A number above a list, and the filter that shows what it counts."""

    label: Any
    count: int
    query: str
    is_bad: bool = False


def state_tiles(rows: QuerySet[Any], *states: Any) -> list[Tile]:
    """A tile for each of these states."""
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return [Tile(state.label, counts.get(state.value, 0), f"state={state.value}") for state in states]


def fill(request: HttpRequest, sheet: Sheet, form: forms.Form) -> HttpResponse:
    """Show, check and carry out; 400 for a form with faults, 409 with the reasons when the law refuses."""
    verdict = None
    if form.is_bound and form.is_valid():
        try:
            address = sheet.act(dict(form.cleaned_data))
        except RuleRefused as refused:
            verdict = refused.verdict
            record_refusal(refused, actor=request.actor, path=request.path)
        except BadInput as bad:
            words = words_of(bad)
            form.add_error(None, f"{words.text} {words.remedy}")
        else:
            messages.success(request, sheet.done)
            return redirect(address)
    status = 409 if verdict else 400 if form.is_bound else 200
    context = {"sheet": sheet, "form": form, "verdict": verdict}
    return render(request, "supervision/sheet.html", context, status=status)


def take_step(
    request: HttpRequest,
    found: Order | AuditCase | Breach,
    form: forms.Form,
    act: Callable[..., Any],
    *,
    title: Any,
    intro: Any,
    cites: str,
    done: Any = None,
    danger: bool = False,
) -> HttpResponse:
    """A form about a case: `act(**filled_in, actor=, legal=)` does it, then the case is shown."""

    def run(data: dict[str, Any]) -> str:
        act(**data, actor=request.actor, legal=request.legal)
        return found.get_absolute_url()

    sheet = Sheet(
        title=title,
        intro=intro,
        cites=cites,
        button=title,
        back=found.get_absolute_url(),
        done=done or _("It is written down."),
        act=run,
        list_title=str(found),
        list_url=found.get_absolute_url(),
        danger=danger,
    )
    return fill(request, sheet, form)


def show(request: HttpRequest, case: Case, **extra: Any) -> HttpResponse:
    """The page of a case."""
    return render(request, "supervision/case.html", {"case": case, **extra})


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; None when the page is only shown."""
    return request.POST if request.method == "POST" else None
