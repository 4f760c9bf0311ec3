"""Refused rows: kept with a reason per cell, shown on a page, sent back as a workbook (jz-data-2020/13)."""

from shuyuan.engine.quarantine.spreadsheet import workbook
from shuyuan.engine.quarantine.store import Quarantine, RefusedCell, cells, keep, open_quarantine

__all__ = ["Quarantine", "RefusedCell", "cells", "keep", "open_quarantine", "workbook"]
