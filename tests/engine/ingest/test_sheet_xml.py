"""The quick look for unusual tags finds whatever the exact pattern finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuyuan.engine.readers import sheet_xml

UNUSUAL = [
    b'<c r="A1"><f>1+1</f></c>',
    b'<x:c r="A1"><x:f t="shared" si="0"/></x:c>',
    b'<c r="A1" t="e"><v>#N/A</v></c>',
    b"<c r='A1' t='e'><v>#N/A</v></c>",
    b'<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    b'<c r="A1"><f\n>A2</f></c>',
]
PIECES = st.sampled_from(
    [
        b"<c r",
        b"<f",
        b"<x:f",
        b">",
        b"/",
        b" ",
        b"\n",
        b' t="e"',
        b" t='e'",
        b' t="s"',
        b"<mergeCell",
        b"<v>1</v>",
    ]
)


@pytest.mark.parametrize("tags", UNUSUAL)
def test_formulas_errors_and_merged_cells_are_unusual(tags):
    assert sheet_xml._is_unusual(tags)


@pytest.mark.parametrize("tags", [b'<c r="A1" t="s"><v>1</v></c>', b'<c r="A1"><v>http:flow</v></c>', b""])
def test_plain_cells_are_not(tags):
    assert not sheet_xml._is_unusual(tags)


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_the_quick_look_agrees_with_the_pattern(tags):
    assert sheet_xml._is_unusual(tags) == (sheet_xml._UNUSUAL.search(tags) is not None)
