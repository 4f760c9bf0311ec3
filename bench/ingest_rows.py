"""The rows of the ingest benchmark: invented people of the region 4199xx, 16 items of all kinds."""

from pathlib import Path

import duckdb

from shuyuan.engine.spec import Check, CheckKind, DataType, EntrySpec, ItemSpec
from shuyuan.kernel.identifiers import resident_identity, uscc

_TEXT, _DATE, _MONEY = DataType.CHARACTER, DataType.DATE, DataType.CURRENCY


def _values(*values: str) -> Check:
    return Check(CheckKind.CODE_LIST, {"values": list(values)})


SPEC = EntrySpec(
    "307001/8",
    "参保人员",
    1,
    (
        ItemSpec(
            "id_number",
            "身份证件号码",
            _TEXT,
            18,
            is_key=True,
            sensitive=True,
            checks=(Check(CheckKind.RESIDENT_ID),),
        ),
        ItemSpec("name", "姓名", _TEXT, 50, required=True),
        ItemSpec("sex", "性别", _TEXT, 1, required=True, checks=(_values("男", "女"),)),
        ItemSpec("born_on", "出生日期", _DATE, required=True),
        ItemSpec(
            "region",
            "区划",
            _TEXT,
            6,
            checks=(Check(CheckKind.REFERENCE, {"entry": "307001/9", "item": "code"}),),
        ),
        ItemSpec("address", "住址", _TEXT, 200),
        ItemSpec("phone", "电话", _TEXT, 20, checks=(Check(CheckKind.PATTERN, {"regex": "1[0-9]{10}"}),)),
        ItemSpec("employer_uscc", "用人单位", _TEXT, 18, checks=(Check(CheckKind.USCC),)),
        ItemSpec("employer", "单位名称", _TEXT, 100),
        ItemSpec(
            "base", "缴费基数", _MONEY, 18, checks=(Check(CheckKind.RANGE, {"min": "0", "max": "100000"}),)
        ),
        ItemSpec("rate", "比例", DataType.NUMERIC, 6, scale=4),
        ItemSpec(
            "months",
            "缴费月数",
            DataType.INTEGER,
            4,
            checks=(Check(CheckKind.RANGE, {"min": "0", "max": "900"}),),
        ),
        ItemSpec("is_active", "在保", DataType.BOOLEAN),
        ItemSpec("insured_on", "参保日期", _DATE),
        ItemSpec("updated_at", "更新时间", DataType.DATETIME),
        ItemSpec("remark", "备注", DataType.MEMO),
    ),
)

_QUERY = """
COPY (
  WITH numbered AS (SELECT i * {every} AS n FROM range({rows}) AS t(i)),
  bodies AS (
    SELECT n, '4199' || lpad(CAST(n % 99 + 1 AS VARCHAR), 2, '0')
      || strftime(DATE '1940-01-01' + CAST(n // 990 % 25000 AS INTEGER), '%Y%m%d')
      || lpad(CAST(n // 99 % 10 + n // 24750000 * 10 AS VARCHAR), 3, '0') AS body,
      '914199' || lpad(CAST(n % 97 AS VARCHAR), 2, '0')
        || lpad(CAST(n // 50 AS VARCHAR), 9, '0') AS firm
    FROM numbered
  ),
  numbers AS (
    SELECT n, body || '{id_characters}'[CAST(({id_sum}) % 11 + 1 AS BIGINT)] AS id_number,
      firm || '{uscc_characters}'[CAST((31 - ({uscc_sum}) % 31) % 31 + 1 AS BIGINT)] AS firm, body
    FROM bodies
  )
  SELECT
    CASE WHEN {is_bad} AND n % 3 = 0 THEN body || 'Z' ELSE id_number END AS id_number,
    '测试' || substr('赵钱孙李周吴郑王冯陈', CAST(n % 10 + 1 AS BIGINT), 1)
      || CAST(n % 9973 AS VARCHAR) AS name,
    CASE WHEN {is_bad} AND n % 3 = 1 THEN '?' WHEN n % 2 = 0 THEN '男' ELSE '女' END AS sex,
    CASE WHEN n % 10 = 0
      THEN strftime(DATE '1940-01-01' + CAST(n // 990 % 25000 AS INTEGER), '%Y年%-m月%-d日')
      ELSE CAST(DATE '1940-01-01' + CAST(n // 990 % 25000 AS INTEGER) AS VARCHAR) END AS born_on,
    '4199' || lpad(CAST(n % 99 + 1 AS VARCHAR), 2, '0') AS region,
    '测试省测试市幸福街道' || CAST(n % 5003 AS VARCHAR) || '号' AS address,
    '199' || lpad(CAST(n % 100000000 AS VARCHAR), 8, '0') AS phone,
    firm AS employer_uscc,
    '测试有限公司第' || CAST(n // 50 AS VARCHAR) || '分公司' AS employer,
    CAST(CAST(n % 30000 + {changed} AS DECIMAL(18, 2)) / 4 AS DECIMAL(18, 2)) AS base,
    CAST(n % 400 / 10000.0 AS DECIMAL(6, 4)) AS rate,
    CASE WHEN {is_bad} AND n % 3 = 2 THEN '很久' ELSE CAST(n % 480 AS VARCHAR) END AS months,
    CASE WHEN n % 7 = 0 THEN '否' ELSE '是' END AS is_active,
    CAST(DATE '2001-01-01' + CAST(n % 8000 AS INTEGER) AS VARCHAR) AS insured_on,
    strftime(TIMESTAMP '2024-01-01 08:00:00' + to_seconds(n % 30000000), '%Y-%m-%d %H:%M:%S') AS updated_at,
    CASE WHEN n % 4 = 0 THEN '' ELSE '批次 ' || CAST(n % 1000 AS VARCHAR) END AS remark
  FROM numbers
) TO '{path}' (HEADER)
"""


def write_csv(path: Path, rows: int, *, bad: int, every: int = 1, changed: int = 0) -> None:
    """Write the rows 0, `every`, 2 * `every` …; one of `bad` is wrong; `changed` shifts their amounts."""
    id_sum = " + ".join(
        f"{weight} * (CAST(body AS BIGINT) // {10 ** (16 - place)} % 10)"
        for place, weight in enumerate(resident_identity.WEIGHTS)
    )
    uscc_sum = " + ".join(
        f"{weight} * (strpos('{uscc.ALPHABET}', firm[{place}]) - 1)"
        for place, weight in enumerate(uscc.WEIGHTS, start=1)
    )
    query = _QUERY.format(
        rows=rows,
        every=every,
        changed=changed,
        is_bad=f"n % {bad} = 0" if bad else "false",
        id_characters=resident_identity.CHECK_CHARACTERS,
        id_sum=id_sum,
        uscc_characters=uscc.ALPHABET,
        uscc_sum=uscc_sum,
        path=path,
    )
    with duckdb.connect() as connection:
        connection.execute(query)
