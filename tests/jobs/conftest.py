"""Fixtures of the room's tests."""
