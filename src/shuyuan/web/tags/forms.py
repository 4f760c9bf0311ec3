"""Forms: one field, all fields, the summary of errors on top (with links to the fields)."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

_CHECKS = (forms.CheckboxInput,)
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _css(widget: forms.Widget) -> str:
    if isinstance(widget, _GROUPS):
        return ""  # Django would put it on the box around the choices
    if isinstance(widget, _CHECKS):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _attributes(bound: BoundField) -> dict[str, Any]:
    """What our look and screen readers need on the widget, beside what the form gave it."""
    widget = bound.field.widget
    given = widget.attrs.get("class", "")
    attributes: dict[str, Any] = {}
    if css := f"{_css(widget)} {given}".strip():
        attributes["class"] = css
    described = [bound.auto_id + "_hint"] if bound.help_text else []
    if bound.errors:
        described.insert(0, bound.auto_id + "_error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return attributes


@register.simple_tag
def field(bound: BoundField, label: Any = "", hint: Any = None) -> SafeString:
    """`{% field form.name %}`: label, hint, error and widget of one field, hidden fields as they are.

    `label` and `hint` replace those of the form; an empty hint takes it away.
    """
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    kind = "plain"
    if isinstance(widget, forms.FileInput):
        kind = "file"
    elif isinstance(widget, _GROUPS):
        kind = "group"
    elif isinstance(widget, _CHECKS):
        kind = "check"
    return render_to_string(
        "web/components/field.html",
        {
            "field": bound,
            "kind": kind,
            "label": label or bound.label,
            "hint": bound.help_text if hint is None else hint,
            "widget": bound.as_widget(attrs=_attributes(bound)),
        },
    )


@register.inclusion_tag("web/components/errors.html")
def errors(form: Any) -> dict[str, Any]:
    """`{% errors form %}`: what is wrong, on top of the form; each line names its field and leads to it."""
    lines = []
    if getattr(form, "is_bound", False):
        lines = [
            {"label": bound.label, "text": text, "target": bound.id_for_label or bound.auto_id}
            for bound in form
            for text in bound.errors
        ]
        lines = [{"text": text, "target": ""} for text in form.non_field_errors()] + lines
    return {"lines": lines}


@register.inclusion_tag("web/components/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """`{% fields form %}`: the error summary and every field of the form, in order."""
    return {"form": form}


@register.simple_tag
def filedrop(bound: BoundField, text: Any = None) -> SafeString:
    """`{% filedrop form.file %}`: a place to drop a file or choose one."""
    return field(bound, hint=text)
