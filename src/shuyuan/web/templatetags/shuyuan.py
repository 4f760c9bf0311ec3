"""All components of our pages: `{% load shuyuan %}`. The tags live in `web.tags`, by topic."""

from django import template

from shuyuan.web.tags import data, forms, law, layout, state

register = template.Library()
for part in (layout, state, data, forms, law):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
