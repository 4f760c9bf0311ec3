"""Attachments, numbers, and official papers in red-head layout."""
