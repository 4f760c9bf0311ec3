"""Masks: one definition, in Python and in three dialects of SQL."""

import sqlite3

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from shuyuan.engine import masks
from shuyuan.engine.spec import Mask, MaskKind
from shuyuan.kernel.errors import BadInput

MASKS = st.one_of(
    st.builds(Mask, st.just(MaskKind.KEEP), st.integers(0, 6), st.integers(0, 6)),
    st.just(Mask(MaskKind.HIDE)),
    st.just(Mask(MaskKind.YEAR)),
)
# NUL and lone surrogates cannot stand in a database text, and the readers refuse them.
TEXTS = st.one_of(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=24),
    st.from_regex(r"[0-9]{3,5}-[0-9]{2}", fullmatch=True),
    st.text("张三李四0123456789", max_size=8),
    st.sampled_from(["👨‍👩‍👧", "é", "", "欧阳娜娜", "19900101"]),
)


@pytest.mark.parametrize("counts", [(-1, 0), (0, -1), (1001, 0)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(BadInput) as refused:
        masks.expression(Mask(MaskKind.KEEP, *counts), exp.column("x"))
    assert refused.value.code == "bad_mask"


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (Mask(MaskKind.KEEP, 1), "张三丰", "张**"),
        (Mask(MaskKind.KEEP, 6, 4), "419900199001010011", "419900********0011"),
        (Mask(MaskKind.KEEP, 3, 4), "1234567", "*******"),
        (Mask(MaskKind.KEEP, 3, 4), "12", "**"),
        (Mask(MaskKind.KEEP, 1), "", ""),
        (Mask(MaskKind.KEEP), "abc", "***"),
        (Mask(MaskKind.HIDE), "", "***"),
        (Mask(MaskKind.YEAR), "1990-01-01", "1990"),
        (Mask(MaskKind.YEAR), "199", "***"),
        (Mask(MaskKind.YEAR), "一九九零", "***"),
        (Mask(MaskKind.YEAR), "１９９０-01", "***"),
    ],
)
def test_masks_show_what_they_say(mask, value, shown):
    assert masks.apply(mask, value) == shown


@pytest.fixture(scope="module")
def engines():
    lite, duck = sqlite3.connect(":memory:"), duckdb.connect()
    yield {
        "sqlite": lambda sql, value: lite.execute(sql, (value,)).fetchone()[0],
        "duckdb": lambda sql, value: duck.execute(sql, (value,)).fetchone()[0],
    }
    lite.close()
    duck.close()


@given(mask=MASKS, value=TEXTS)
@settings(max_examples=300, deadline=None)
def test_sql_and_python_agree(engines, mask, value):
    for dialect, run in engines.items():
        expression = masks.expression(mask, exp.column("x", quoted=True), dialect)
        sql = f'select {expression.sql(dialect)} from (select cast(? as text) as "x")'
        assert run(sql, value) == masks.apply(mask, value)
        assert run(sql, None) is None
