"""Pages that compare a form with the catalog: list in, what the platform has out, also as a workbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shuyuan.elements import selectors, services
from shuyuan.elements.fieldlists import read_text, read_upload
from shuyuan.elements.form_workbook import write_workbook
from shuyuan.elements.forms import FieldsForm
from shuyuan.elements.lists import FormList
from shuyuan.elements.models import FormCheck
from shuyuan.elements.supply import FieldAnswer, answer_fields
from shuyuan.elements.wording import certainty, grounds_words
from shuyuan.kernel.actor import Role
from shuyuan.web.doors import needs

checkers_only = needs(Role.DATA_ADMINISTRATION, *selectors.DRAFTERS)


@checkers_only
@require_GET
def form_list(request: HttpRequest) -> HttpResponseBase:
    """Forms that were checked."""
    return FormList(request, selectors.list_form_checks(request.actor)).respond("elements/forms.html")


@checkers_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take the fields of a form, typed or as a file."""
    is_sent = request.method == "POST"
    form = FieldsForm(request.POST, request.FILES) if is_sent else FieldsForm()
    if is_sent and form.is_valid():
        fields = read_text(form.cleaned_data["text"])
        if form.cleaned_data["file"]:
            fields += read_upload(form.cleaned_data["file"])
        made = services.check_form(
            name=form.cleaned_data["name"],
            matter=form.cleaned_data["matter"],
            fields=fields,
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _("Compared with the catalog."))
        return redirect(made)
    return render(request, "elements/new_form.html", {"form": form}, status=400 if is_sent else 200)


@checkers_only
@require_GET
def detail(request: HttpRequest, check_id: int) -> HttpResponse:
    """What the platform has for each field, and what remains to be asked."""
    check = selectors.access_form_check(check_id, actor=request.actor)
    answers = _answers(check)
    context = {
        "check": check,
        "had": [_row(answer, request) for answer in answers if not answer.must_ask],
        "asked": [_row(answer, request) for answer in answers if answer.must_ask],
        "count": len(answers),
        "had_count": sum(1 for answer in answers if not answer.must_ask),
        "perhaps_count": sum(1 for answer in answers if answer.is_perhaps_there),
    }
    return render(request, "elements/form.html", context)


@checkers_only
@require_GET
def workbook(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """The same as a workbook."""
    check = selectors.access_form_check(check_id, actor=request.actor)
    return write_workbook(check, _answers(check), base=f"{request.scheme}://{request.get_host()}")


def _answers(check: FormCheck) -> list[FieldAnswer]:
    return answer_fields([(row["label"], row["basis"]) for row in check.fields])


def _row(answer: FieldAnswer, request: HttpRequest) -> dict[str, Any]:
    best = answer.best
    own = best is not None and best.binding.entry.provider.code == request.actor.department
    return {
        "answer": answer,
        "why": grounds_words(answer.grounds),
        "certainty": certainty(answer.score) if answer.element else "",
        "best": best,
        "is_own": own,
        "more": len(answer.suppliers) - 1,
    }
