"""Shuyuan (数源): a city's government data platform and IT-project office in one program."""

__version__ = "0.1.0"
