"""Verification of both trails, and taking read records."""

from shuyuan.audit.entry_check import check_entries
from shuyuan.audit.findings import Finding, Report
from shuyuan.audit.read_check import check_reads
from shuyuan.audit.taking import is_behind, take_read_records

__all__ = ["Finding", "Report", "is_behind", "take_read_records", "verify"]


def verify() -> Report:
    """Look through both trails from their beginning; changes nothing.

    Reads one snapshot per trail and keeps no row, so it can run beside the platform and on trails of
    any length.
    """
    report = Report()
    check_entries(report)
    check_reads(report)
    return report
