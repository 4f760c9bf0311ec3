"""Rows of one catalog entry, drawn from the city's tables by what each item asks for."""

import re
from pathlib import Path

from duckdb import DuckDBPyConnection
from sqlglot import exp

from shuyuan.engine.spec import Check, CheckKind, DataType, EntrySpec, ItemSpec

#: Table of the city → a word in an item's name → the SQL that fills it; the first word that fits counts.
_WORDS = {
    "people": {
        "民族": "pick(n, 'ethnicity', ['汉族', '汉族', '汉族', '汉族', '回族', '满族'])",
        "出生": "born",
        "姓名": "name",
        "电话": "phone",
        "户籍区划": "region",
        "地址": "address",
        "坐落": "address",
        "职业": "pick(n, 'occupation', ['低压电工', '焊工', '起重机司机', '锅炉操作工'])",
    },
    "organizations": {
        "法定代表人": "representative",
        "名称": "name",
        "成立": "founded",
        "注册资本": "capital / 10000",
        "住所": "address",
        "行业": "trade",
        "电话": "'0391' || lpad(draw(n, 'line', 10000000)::VARCHAR, 7, '0')",
    },
    "counties": {"区划代码": "code", "名称": "name", "地市代码": "'4108'", "省份代码": "'41'"},
    "towns": {
        "县级": "county",
        "区划代码": "code",
        "名称": "name",
        "地市代码": "'4108'",
        "省份代码": "'41'",
    },
}
_NUMBERS = {DataType.INTEGER, DataType.NUMERIC, DataType.CURRENCY, DataType.DOUBLE, DataType.FLOAT}
_TEXTS = {DataType.CHARACTER, DataType.MEMO, DataType.GENERAL}
_EMPLOYER = (
    "(SELECT uscc FROM organizations AS o "
    "WHERE o.n = draw(people.n, 'employer', (SELECT count(*) FROM organizations)))"
)
_DIGITS = re.compile(r"\[0-9\]\{(\d+)")


def write_rows(connection: DuckDBPyConnection, spec: EntrySpec, target: Path, *, share: float) -> None:
    """Write that share of the entry's rows as CSV with the items' names as header, in a fixed order."""
    source = _source(spec)
    columns = ", ".join(
        f"{_value(item, source)} AS {exp.to_identifier(item.label, quoted=True).sql('duckdb')}"
        for item in spec.items
    )
    # Names are quoted and literals escaped by sqlglot; the rest is ours.
    query = (
        f"SELECT {columns} FROM {source} "  # noqa: S608 see above
        f"WHERE n < ceil({float(share)} * (SELECT count(*) FROM {source})) ORDER BY n"
    )
    path = exp.Literal.string(str(target)).sql("duckdb")
    connection.execute(f"COPY ({query}) TO {path} (HEADER, DELIMITER ',')")


def _source(spec: EntrySpec) -> str:
    """The table that an entry's rows are about: that of its key, else of any item that names a subject."""
    for items in (spec.keys, spec.items):
        kinds = {check.kind for item in items for check in item.checks}
        if CheckKind.USCC in kinds:
            return "organizations"
        if CheckKind.RESIDENT_ID in kinds:
            return "people"
    if any(check.kind is CheckKind.REFERENCE for item in spec.items for check in item.checks):
        return "towns"
    return "counties"


def _value(item: ItemSpec, source: str) -> str:
    """The SQL expression that fills an item."""
    expression = next((found for check in item.checks if (found := _checked(check, item, source))), None)
    if expression is None:
        words = _WORDS[source]
        expression = next((words[word] for word in words if word in item.label), None) or _by_type(item)
    if item.type in _TEXTS and item.length:
        return f"substr(({expression})::VARCHAR, 1, {item.length})"
    return expression


def _checked(check: Check, item: ItemSpec, source: str) -> str | None:
    """What satisfies a check; None where the item's name or type says enough."""
    purpose = exp.Literal.string(item.name).sql("duckdb")
    expression = None
    if check.kind is CheckKind.RESIDENT_ID and source == "people":
        expression = "id_number"
    elif check.kind is CheckKind.USCC:
        expression = "uscc" if source == "organizations" else _EMPLOYER
    elif check.kind is CheckKind.CODE_LIST:
        values = check.params["values"]
        is_sex = set(values) == {"男", "女"}
        expression = "sex" if is_sex else f"pick(n, {purpose}, {_texts(values)})"
    elif check.kind is CheckKind.PATTERN and source in {"people", "organizations"}:
        width = _DIGITS.search(check.params["regex"])
        expression = f"lpad((n + 1)::VARCHAR, {int(width[1])}, '0')" if width else None
    elif check.kind is CheckKind.RANGE and item.type in _NUMBERS and "资本" not in item.label:
        low = int(float(check.params.get("min") or 0))
        high = int(float(check.params.get("max") or low + 100_000))
        expression = f"(draw(n, {purpose}, {min(max(high - low, 1), 5000)}) + {low})"
    return expression


def _by_type(item: ItemSpec) -> str:
    """A value of the item's type where neither check nor name says more."""
    purpose = exp.Literal.string(item.name).sql("duckdb")
    if item.type is DataType.DATE:
        return f"(DATE '2024-11-01' + draw(n, {purpose}, 720)::INTEGER)"
    if item.type is DataType.DATETIME:
        return f"(TIMESTAMP '2024-11-01 08:00:00' + to_minutes(draw(n, {purpose}, 1000000)))"
    if item.type is DataType.BOOLEAN:
        return f"CASE draw(n, {purpose}, 2) WHEN 0 THEN '否' ELSE '是' END"
    if item.type in _NUMBERS:
        return f"(draw(n, {purpose}, 900) + 100)"
    return f"lpad((n + 1)::VARCHAR, {min(item.length or 12, 12)}, '0')"


def _texts(values: list[str]) -> str:
    literals = ", ".join(exp.Literal.string(str(value)).sql("duckdb") for value in values)
    return f"[{literals}]"
