"""The lists of collection: batches and pools."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.collection.models import Batch
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text


class BatchList(Listing):
    """Batches, newest first."""

    name = "batches"
    columns = (
        Column(
            "number", _("Number"), href=lambda batch: reverse("collection:detail", args=[batch.pk]), main=True
        ),
        Column("entry", _("Entry"), value="entry.name"),
        Column("department", _("Department"), value="department.name"),
        Column("filename", _("File"), default=False),
        Column("state", _("State"), value="get_state_display", template="collection/parts/state.html"),
        Column("rows_read", _("Rows read"), number=True),
        Column("rows_refused", _("Refused"), number=True),
        Column("rows_new", _("New"), number=True),
        Column("rows_changed", _("Changed"), number=True),
        Column("received", _("Received"), value="received_at", sort="id"),
        Column("sent_by", _("Sent by"), value="sent_by.person.full_name", default=False),
        Column("digest", _("Digest"), default=False),
    )
    filters = (
        Text("q", _("Entry or file"), ("entry__name__icontains", "filename__icontains", "entry__code")),
        Choice("state", _("State"), Batch.StateChoice.choices),
        Dates("received", _("Received"), "received_at", moments=True),
    )
    sort = "-received"
    empty = _("No batch has been sent yet.")


class PoolList(Listing):
    """The pools of a department with what is in them and what is served."""

    name = "pools"
    columns = (
        Column("entry", _("Entry"), value="entry.name", main=True, sort="entry__code"),
        Column("code", _("Code"), value="entry.code"),
        Column("rows", _("Rows"), value="row_count", number=True, sort="row_count"),
        Column("version", _("Version"), value="lake_version", number=True),
        Column("served", _("Served version"), value=lambda pool: max(pool.served_version, 0), number=True),
        Column("merged", _("Updated"), value="merged_at", sort="merged_at"),
        Column("cycle", _("Update cycle"), value="entry.get_update_cycle_display"),
    )
    filters = (Text("q", _("Entry"), ("entry__name__icontains", "entry__code")),)
    sort = "entry"
    empty = _("Nothing has been merged yet.")
