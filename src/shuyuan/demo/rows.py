"""Rows of one catalog entry, drawn from the city's people and organizations by what each item asks for."""

from pathlib import Path

from duckdb import DuckDBPyConnection
from sqlglot import exp

from shuyuan.engine.spec import Check, CheckKind, DataType, EntrySpec, ItemSpec

#: A word in an item's label → the SQL that fills it, for rows about a person (table `people`).
_ABOUT_PEOPLE = {
    "性别": "sex",
    "出生": "born",
    "姓名": "name",
    "电话": "phone",
    "手机": "phone",
    "住址": "address",
    "地址": "address",
    "坐落": "address",
    "区划": "region",
}
_ABOUT_ORGANIZATIONS = {
    "法定代表人": "representative",
    "名称": "name",
    "成立": "founded",
    "注册资本": "capital",
    "住所": "address",
    "地址": "address",
    "行业": "trade",
}
_EMPLOYER = "(SELECT uscc FROM organizations AS o WHERE o.n = draw(people.n, 'employer', 20))"
_PLACES = "('示范城区' || lpad((n + 1)::VARCHAR, 2, '0'))"


def write_rows(
    connection: DuckDBPyConnection,
    spec: EntrySpec,
    target: Path,
    *,
    limit: int,
    references: dict[str, list[str]],
) -> None:
    """Write up to `limit` rows of the entry as CSV with the items' labels as header.

    `references` holds existing values by the code of the entry that a reference check names.
    """
    source = _source(spec)
    columns = ", ".join(
        f"{_value(item, source, references)} AS {exp.to_identifier(item.label, quoted=True).sql('duckdb')}"
        for item in spec.items
    )
    rows = "range(100000) AS numbered(n)" if source == "places" else source
    # Labels are quoted and literals escaped by sqlglot; the rest is ours.
    query = f"SELECT {columns} FROM {rows} ORDER BY n LIMIT {int(limit)}"  # noqa: S608 see above
    path = exp.Literal.string(str(target)).sql("duckdb")
    connection.execute(f"COPY ({query}) TO {path} (HEADER, DELIMITER ',')")


def _source(spec: EntrySpec) -> str:
    """Which table the rows of an entry are about: that of its key, or numbered places."""
    kinds = {check.kind for item in spec.keys for check in item.checks}
    if CheckKind.USCC in kinds:
        return "organizations"
    if CheckKind.RESIDENT_ID in kinds:
        return "people"
    any_item = {check.kind for item in spec.items for check in item.checks}
    if CheckKind.RESIDENT_ID in any_item:
        return "people"
    return "organizations" if CheckKind.USCC in any_item else "places"


def _value(item: ItemSpec, source: str, references: dict[str, list[str]]) -> str:
    """The SQL expression that fills an item."""
    for check in item.checks:
        found = _checked(check, item, source, references)
        if found:
            return found
    words = {"people": _ABOUT_PEOPLE, "organizations": _ABOUT_ORGANIZATIONS}.get(source, {})
    for word, column in words.items():
        if word in item.label:
            return _shortened(column, item)
    return _by_type(item)


def _checked(check: Check, item: ItemSpec, source: str, references: dict[str, list[str]]) -> str | None:
    """What satisfies a check; None where the item's label or type says enough."""
    purpose = exp.Literal.string(item.name).sql("duckdb")
    expression = None
    if check.kind is CheckKind.RESIDENT_ID and source == "people":
        expression = "id_number"
    elif check.kind is CheckKind.USCC:
        expression = "uscc" if source == "organizations" else _EMPLOYER
    elif check.kind is CheckKind.CODE_LIST:
        is_sex = "性别" in item.label and source == "people"
        expression = "sex" if is_sex else f"pick(n, {purpose}, {_texts(check.params['values'])})"
    elif check.kind is CheckKind.REFERENCE:
        expression = f"pick(n, {purpose}, {_texts(references[check.params['entry']])})"
    elif check.kind is CheckKind.RANGE and item.type is not DataType.DATE:
        low = int(float(check.params.get("min") or 0))
        high = int(float(check.params.get("max") or low + 100_000))
        expression = f"(draw(n, {purpose}, {max(high - low, 1)}) + {low})"
    return expression


def _by_type(item: ItemSpec) -> str:
    """A value of the item's type where neither check nor label says more."""
    purpose = exp.Literal.string(item.name).sql("duckdb")
    if item.type is DataType.DATE:
        return f"(DATE '2024-11-01' + draw(n, {purpose}, 720)::INTEGER)"
    if item.type is DataType.DATETIME:
        return f"(TIMESTAMP '2024-11-01 08:00:00' + to_minutes(draw(n, {purpose}, 1000000)))"
    if item.type is DataType.BOOLEAN:
        return f"CASE draw(n, {purpose}, 2) WHEN 0 THEN '否' ELSE '是' END"
    if item.type in {DataType.INTEGER, DataType.NUMERIC, DataType.CURRENCY, DataType.DOUBLE, DataType.FLOAT}:
        return f"(draw(n, {purpose}, 900) + 100)"
    if item.is_key or "编号" in item.label or "代码" in item.label:
        width = item.length or 12
        return f"lpad((n + 1)::VARCHAR, {min(width, 12)}, '0')"
    return _shortened(_PLACES, item)


def _shortened(expression: str, item: ItemSpec) -> str:
    if item.type in {DataType.CHARACTER, DataType.MEMO, DataType.GENERAL} and item.length:
        return f"substr({expression}::VARCHAR, 1, {item.length})"
    return expression


def _texts(values: list[str]) -> str:
    literals = ", ".join(exp.Literal.string(str(value)).sql("duckdb") for value in values)
    return f"[{literals}]"
