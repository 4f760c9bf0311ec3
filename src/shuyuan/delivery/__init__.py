"""Contracts, supervision, milestones, changes, completion and acceptance."""
