"""Shared parts of all pages: layout, components, lists, doors, problem pages, translations."""
