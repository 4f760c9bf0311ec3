"""The demonstration city: invented people and companies, driven through the services by real posts.

Identifiers carry valid check digits under the unassigned region 4199xx, so none can be a real one.
The same seed and size give the same rows.
"""
