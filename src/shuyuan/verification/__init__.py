"""Doubts and errors in shared data (校核): filing, answer, extension, and what goes on meanwhile.

Carries jz-data-2020/14. So far the decisions only; the procedure around them comes in a later release.
"""
