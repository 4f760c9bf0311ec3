"""Fixtures of the ingest half."""

import pytest

from engine.ingest.people import Sender
from shuyuan.engine.lake import Lake


@pytest.fixture
def sender(tmp_path) -> Sender:
    return Sender(tmp_path, Lake(tmp_path / "lake"))
