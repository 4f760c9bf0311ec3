"""Fixtures of the workbooks' tests: two departments, their people, Monday 23 November 2026."""

from datetime import date
from importlib import import_module
from io import BytesIO

import openpyxl
import pytest

from shuyuan.engine.crypto import keys
from shuyuan.jobs.run import Leave, Why
from shuyuan.kernel.actor import Role
from shuyuan.workbooks import imports

TODAY = date(2026, 11, 23)


@pytest.fixture
def places(settings, tmp_path):
    """Folders of this test alone."""
    for name in ("LANDING", "WORK", "KEYS"):
        setattr(settings, name, str(tmp_path / name.lower()))
    keys.create(tmp_path / "keys")
    return tmp_path


@pytest.fixture
def factories(db):
    found = import_module("catalog.factories")
    found.ensure_classes()
    return found


@pytest.fixture
def civil_affairs(organizations):
    return organizations.make_department("civil-affairs", name="焦作市民政局", short_name="民政局")


@pytest.fixture
def tax(organizations):
    return organizations.make_department("tax", name="焦作市税务局")


@pytest.fixture
def officer(organizations, civil_affairs):
    return organizations.make_actor(Role.DATA_OFFICER, civil_affairs)


@pytest.fixture
def stranger(organizations, tax):
    return organizations.make_actor(Role.DATA_OFFICER, tax)


@pytest.fixture
def read_back():
    """The rows of the first sheet of a written workbook, and its merged ranges."""

    def read(stream, sheet=None):
        stream.seek(0)
        book = openpyxl.load_workbook(BytesIO(stream.read()))
        found = book[sheet] if sheet else book.worksheets[0]
        return [list(row) for row in found.iter_rows(values_only=True)], [
            str(one) for one in found.merged_cells.ranges
        ]

    return read


class Run:
    """A job that nobody cancels, or that leaves after so many reports."""

    def __init__(self, params, actor, *, leave_after=None):
        self.params = params
        self.actor = actor
        self.job_id = 0
        self.reports = 0
        self.leave_after = leave_after

    def progress(self, done, total=0, note=""):
        self.reports += 1
        self.check_cancelled()

    def check_cancelled(self):
        if self.leave_after is not None and self.reports >= self.leave_after:
            raise Leave(Why.CANCELLED)


@pytest.fixture
def bring(places, factories, officer, legal):
    """`bring(content, "file.xlsx")`: an import after its dry run."""

    def receive(content, filename="目录.xlsx", *, actor=officer, check=True):
        made = imports.receive_import(BytesIO(content), filename=filename, actor=actor, legal=legal)
        if check:
            imports.check_import(made.pk, run=Run({}, actor), legal=legal)
            made.refresh_from_db()
        return made

    return receive


@pytest.fixture
def take(officer, legal):
    """`take(made)`: write a checked import and run its job to the end."""

    def write(made, mode="valid", *, actor=officer, **reason):
        imports.apply_import(made.pk, mode=mode, actor=actor, legal=legal, **reason)
        imports.run_import(made.pk, run=Run({}, actor), legal=legal)
        made.refresh_from_db()
        return made

    return write


def remarks(made):
    """What the dry run said: (row, column, code), refusals first."""
    return [(one.row, one.column, one.code) for one in made.remarks.order_by("-refuses", "position")]
