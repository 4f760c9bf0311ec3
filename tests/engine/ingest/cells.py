"""Cells through the statement of the checks, one item at a time."""

import duckdb

from shuyuan.engine.ingest import Mapping
from shuyuan.engine.ingest.statement import FAULTS, CheckedRows
from shuyuan.engine.rule_texts import RULES
from shuyuan.engine.spec import DataType, EntrySpec, ItemSpec
from shuyuan.engine.sql.fragments import render


def cleaned(cells, kind, *, workbook=False, **options):
    """(value, rule) of each cell; the key beside it is always good."""
    item = ItemSpec("item", "项", kind, **options)
    spec = EntrySpec("307001/4", "试", 1, (ItemSpec("key", "键", DataType.INTEGER, is_key=True), item))
    mapping = Mapping.chosen(("键", "项"), {"key": "键", "item": "项"})
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE TABLE source (_row BIGINT, _broken VARCHAR, c0 VARCHAR, c1 VARCHAR)")
    rows = [(number, None, str(number), cell) for number, cell in enumerate(cells)]
    connection.executemany("INSERT INTO source VALUES (?, ?, ?, ?)", rows)
    query = render(CheckedRows(spec, mapping, workbook).select("source"))
    value = "epoch_us(item)" if kind is DataType.DATETIME else "item"
    found = connection.execute(f"SELECT {value}, {FAULTS}[2] FROM ({query}) ORDER BY _row").fetchall()
    return [(value, RULES[fault - 1] if fault else None) for value, fault in found]


def values(cells, kind, **options):
    return [value if rule is None else rule for value, rule in cleaned(cells, kind, **options)]
