"""Formats of numbers and days by language, where ours differ from Django's."""
