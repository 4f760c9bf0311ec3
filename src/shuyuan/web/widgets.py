"""Widgets that Django lacks."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """A choice among thousands: written at once, where Django renders a template for every option.

    For flat choices of one value; what is sent and checked is the same as with `forms.Select`.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        """The whole element."""
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            options,
        )


class GroupedChecks(forms.CheckboxSelectMultiple):
    """Boxes to check in folded groups with a search field; for choices that are grouped, dozens of them.

    Each group tells how many of it are checked. Without scripts the groups still open and the boxes work.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        """The whole element."""
        chosen = {str(one) for one in value or ()}
        box = (attrs or {}).get("id", f"id_{name}")
        groups = []
        for place, (label, options) in enumerate(self.choices):
            rows = [(str(key), words, str(key) in chosen) for key, words in options]
            checked = sum(row[2] for row in rows)
            groups.append({"id": f"{box}_{place}", "label": label, "rows": rows, "checked": checked})
        context = {
            "name": name,
            "id": box,
            "groups": groups,
            "checked": sum(group["checked"] for group in groups),
            "total": sum(len(group["rows"]) for group in groups),
        }
        return render_to_string("web/components/groupedchecks.html", context)
