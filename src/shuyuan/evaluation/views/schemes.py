"""How projects are evaluated, year by year."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shuyuan.evaluation import services
from shuyuan.evaluation.forms import SchemeForm, line_forms
from shuyuan.evaluation.models import Evaluation, Scheme
from shuyuan.evaluation.rules import FULL, judge_scheme
from shuyuan.evaluation.rules import Indicator as Line
from shuyuan.evaluation.seed import INDICATORS
from shuyuan.evaluation.selectors import ORGANIZERS, scheme_for
from shuyuan.web.doors import needs

organizers_only = needs(*ORGANIZERS)


@organizers_only
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every year with a scheme."""
    context = {
        "schemes": Scheme.objects.prefetch_related("indicators"),
        "year": request.legal.today.year,
    }
    return render(request, "evaluation/schemes.html", context)


@organizers_only
@require_http_methods(["GET", "POST"])
def scheme(request: HttpRequest, year: int) -> HttpResponse:
    """The scheme of a year; one that nothing stands on can be changed."""
    known = Scheme.objects.filter(year=year).first()
    is_used = known is not None and Evaluation.objects.filter(scheme=known).exists()
    if request.method == "GET":
        form, lines = SchemeForm(initial=_initial(known)), line_forms(initial=_lines(known, year))
        return _page(request, year, form=form, lines=lines, is_used=is_used)
    form, lines = SchemeForm(request.POST), line_forms(request.POST)
    if not all([form.is_valid(), *(line.is_valid() for line in lines)]):
        return _page(request, year, status=400, form=form, lines=lines, is_used=is_used)
    drafts = [line.draft for line in lines if line.draft]
    shapes = [Line(one.area, one.weight, one.measure, one.full_at) for one in drafts]
    verdict = judge_scheme(shapes, legal=request.legal)
    if not verdict.allowed:
        context = {"form": form, "lines": lines, "is_used": is_used, "verdict": verdict}
        return _page(request, year, status=409, **context)
    services.set_scheme(
        year,
        indicators=drafts,
        pass_score=form.cleaned_data["pass_score"],
        levels=form.levels,
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("The scheme of %(year)s is set.") % {"year": year})
    return redirect("evaluation:schemes")


def _page(request: HttpRequest, year: int, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "evaluation/scheme.html", {"year": year, **context}, status=status)


def _initial(known: Scheme | None) -> dict[str, int]:
    if known is None:
        return {}
    levels = sorted((int(least), percent) for least, percent in known.levels.items())
    good = next((least for least, percent in levels if percent == FULL), FULL)
    return {"pass_score": known.pass_score, "passed_percent": levels[0][1], "good_score": good}


def _lines(known: Scheme | None, year: int) -> list[dict[str, object]]:
    """The scheme's own lines, else those of the year before, else an example."""
    source = known or scheme_for(year)
    lines = source.indicators.all() if source else INDICATORS
    return [
        {
            "label": one.label,
            "area": str(one.area),
            "weight": one.weight,
            "measure": str(one.measure),
            "full_at": one.full_at or None,
        }
        for one in lines
    ]
