"""Pages of the trails: search, one entry with its place in the chain, read records, verification."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.audit import names, selectors, services
from shuyuan.audit.chain import FIELDS, entry_hash
from shuyuan.audit.events import Event
from shuyuan.audit.lists import EntryList, ReadList
from shuyuan.audit.read_record import digests_of
from shuyuan.audit.selectors import AUDITORS, READERS
from shuyuan.audit.steps import record
from shuyuan.audit.wording import actor_words, event_words, subject_words
from shuyuan.jobs.models import Job
from shuyuan.web.doors import needs


@needs(*sorted(READERS))
@require_GET
def entries(request: HttpRequest) -> HttpResponseBase:
    """Search the trail."""
    rows = selectors.list_entries(actor=request.actor)
    listing = EntryList(request, rows, on_export=lambda form: _note_export(request, "entries", form))
    return listing.respond("audit/entries.html", {"tabs": _tabs(request)})


@needs(*sorted(READERS))
@require_GET
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry: what was recorded, and how it hangs in the chain."""
    found = selectors.access_entry(seq, actor=request.actor)
    rows = selectors.list_entries(actor=request.actor).order_by("seq").values_list("seq", flat=True)
    context = {
        "entry": found,
        "words": event_words(found.event),
        "who": actor_words(found.person_id, found.person_name),
        "subject": subject_words(found.subject_kind),
        "department": names.departments(request).get(found.department, found.department),
        "facts": sorted(found.facts.items()),
        "fits": entry_hash({name: getattr(found, name) for name in FIELDS}) == found.hash,
        "previous": rows.filter(seq__lt=seq).last(),
        "next": rows.filter(seq__gt=seq).first(),
        "length": selectors.chain_length(),
        "batches": selectors.batches_of(found),
    }
    return render(request, "audit/entry.html", context)


@needs(*sorted(READERS))
@require_GET
def reads(request: HttpRequest) -> HttpResponseBase:
    """Search the read records."""
    rows = selectors.list_reads(actor=request.actor)
    listing = ReadList(request, rows, on_export=lambda form: _note_export(request, "reads", form))
    return listing.respond("audit/reads.html", {"tabs": _tabs(request)})


@needs(*sorted(READERS))
@require_GET
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One read record and the batch that proves it."""
    found = selectors.access_read(pk, actor=request.actor)
    context = {
        "read": found,
        "batch": found.batch,
        "digests": digests_of(found.record),
        "department": names.departments(request).get(found.department, found.department),
    }
    return render(request, "audit/read.html", context)


@needs(*sorted(AUDITORS))
@require_GET
def verification(request: HttpRequest) -> HttpResponse:
    """What the last verification found."""
    jobs = Job.objects.filter(name=services.VERIFY_JOB)
    last = jobs.filter(state=Job.State.DONE).order_by("-ended_at").first()
    context = {
        "tabs": _tabs(request),
        "running": jobs.filter(state__in=Job.ACTIVE).first(),
        "last": last,
        "report": last.result if last else None,
    }
    return render(request, "audit/verification.html", context)


@needs(*sorted(AUDITORS))
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Verify both trails in the background."""
    services.order_verification(actor=request.actor)
    messages.success(request, _("The verification runs; this page shows its result."))
    return redirect("audit:verification")


def _tabs(request: HttpRequest) -> list[tuple[str, str]]:
    tabs = [(_("Acts"), reverse("audit:entries")), (_("Reads of data"), reverse("audit:reads"))]
    if request.actor.role in AUDITORS:
        tabs.append((_("Verification"), reverse("audit:verification")))
    return tabs


def _note_export(request: HttpRequest, what: str, form: str) -> None:
    with transaction.atomic():
        record(
            Event.TRAIL_EXPORTED,
            actor=request.actor,
            subject_kind="trail",
            subject_id=what,
            facts={"format": form, "filters": request.GET.urlencode()[:500]},
        )
