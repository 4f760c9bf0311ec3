"""Invented people and organizations as two DuckDB tables, made by vectorized SQL in seconds."""

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

_FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN_NAMES = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志文斌浩宇欣怡子涵梓轩雨泽思远佳琪晨阳"
)
_TRADES = ["农业", "机械", "食品", "建材", "商贸", "物流", "软件", "环保", "文化", "医药"]
_FORMS = ["有限公司", "合作社", "商行", "服务部"]
_TOWNS = ["示范", "和平", "新华", "东方", "光明", "解放", "建设", "民主", "太行", "丹河"]

_ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
_ORGANIZATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
#: Birth days run over this many days from 1940-01-01; a prime spreads neighbors apart.
_BIRTH_DAYS = 30_000
_SPREAD = 7_919


def make_city(
    connection: DuckDBPyConnection, *, people: int, seed: int, counties: Sequence[tuple[str, str]]
) -> None:
    """Make the tables of the city; `counties` are codes and names.

    `people`: n, id_number, name, sex, born, phone, address, region. `organizations` (one for twenty
    people): n, uscc, name, representative, founded, capital, address, trade. `counties`: n, code, name.
    `towns` (ten in a county): n, code, name, county.
    """
    values = {
        "people": people,
        "organizations": max(people // 20, 20),
        "seed": seed,
        "family": _FAMILY_NAMES,
        "given": _GIVEN_NAMES,
        "towns": _TOWNS,
        "trades": _TRADES,
        "forms": _FORMS,
        "id_weights": _ID_WEIGHTS,
        "alphabet": _USCC_ALPHABET,
        "uscc_weights": _USCC_WEIGHTS,
        "organization_weights": _ORGANIZATION_WEIGHTS,
        "days": _BIRTH_DAYS,
        "spread": _SPREAD,
        "counties": [list(county) for county in counties],
    }
    for name, value in values.items():
        connection.execute(f"SET VARIABLE {name} = ?", [value])
    connection.execute(_MACROS)
    connection.execute(_PEOPLE)
    connection.execute(_ORGANIZATIONS)
    connection.execute(_PLACES)


_MACROS = """
-- A number from 0 to below `size` that depends on row, purpose and seed alone.
CREATE OR REPLACE MACRO draw(n, purpose, size) AS
    (hash(n, purpose, getvariable('seed')) % CAST(size AS UBIGINT))::BIGINT;
CREATE OR REPLACE MACRO pick(n, purpose, choices) AS choices[draw(n, purpose, len(choices)) + 1];
CREATE OR REPLACE MACRO letter(n, purpose, letters) AS
    substr(letters, (draw(n, purpose, length(letters)) + 1)::BIGINT, 1);
CREATE OR REPLACE MACRO id_check(body) AS substr('10X98765432', (list_sum(list_transform(range(1, 18),
    lambda i: getvariable('id_weights')[i] * substr(body, i, 1)::INTEGER)) % 11 + 1)::BIGINT, 1);
CREATE OR REPLACE MACRO organization_check(body) AS substr('0X987654321', (list_sum(list_transform(
    range(1, 9), lambda i: getvariable('organization_weights')[i] * substr(body, i, 1)::INTEGER))
    % 11 + 1)::BIGINT, 1);
CREATE OR REPLACE MACRO uscc_check(body) AS substr(getvariable('alphabet'), ((31 - list_sum(list_transform(
    range(1, 18), lambda i: getvariable('uscc_weights')[i]
    * (strpos(getvariable('alphabet'), substr(body, i, 1)) - 1))) % 31) % 31 + 1)::BIGINT, 1);
CREATE OR REPLACE MACRO place(n, purpose) AS
    pick(n, purpose, getvariable('towns')) || '街道' || (draw(n, purpose || 'road', 90) + 1) || '号院'
    || (draw(n, purpose || 'house', 40) + 1) || '号';
"""

_PEOPLE = """
CREATE OR REPLACE TABLE people AS
WITH numbered AS (
    SELECT n, (n * getvariable('spread')) % getvariable('days') AS day, n // getvariable('days') AS turn
    FROM range(getvariable('people')) AS r(n)
), bodies AS (
    SELECT n, DATE '1940-01-01' + day::INTEGER AS born, (turn % 499) * 2 + 1 + draw(n, 'sex', 2) AS sequence,
        '4199' || lpad((turn // 499 % 100)::VARCHAR, 2, '0')
        || strftime(DATE '1940-01-01' + day::INTEGER, '%Y%m%d')
        || lpad(((turn % 499) * 2 + 1 + draw(n, 'sex', 2))::VARCHAR, 3, '0') AS body
    FROM numbered
)
SELECT n, body || id_check(body) AS id_number,
    letter(n, 'family', getvariable('family')) || letter(n, 'first', getvariable('given'))
        || CASE WHEN draw(n, 'short', 3) = 0 THEN '' ELSE letter(n, 'second', getvariable('given')) END
        AS name,
    CASE WHEN sequence % 2 = 1 THEN '男' ELSE '女' END AS sex, born,
    '199' || lpad(draw(n, 'phone', 100000000)::VARCHAR, 8, '0') AS phone,
    place(n, 'home') AS address,
    '4199' || lpad((draw(n, 'region', 11) + 1)::VARCHAR, 2, '0') AS region
FROM bodies
"""

_ORGANIZATIONS = """
CREATE OR REPLACE TABLE organizations AS
WITH bodies AS (
    SELECT n, lpad((n * getvariable('spread') % 100000000)::VARCHAR, 8, '0') AS code
    FROM range(getvariable('organizations')) AS r(n)
), coded AS (
    SELECT n, '914199' || lpad((n % 11 + 1)::VARCHAR, 2, '0') || code || organization_check(code) AS body
    FROM bodies
)
SELECT n, body || uscc_check(body) AS uscc,
    '焦作' || pick(n, 'town', getvariable('towns')) || letter(n, 'brand', getvariable('given'))
        || letter(n, 'brand2', getvariable('given')) || pick(n, 'trade', getvariable('trades'))
        || pick(n, 'form', getvariable('forms')) AS name,
    letter(n, 'rf', getvariable('family')) || letter(n, 'rg', getvariable('given')) AS representative,
    DATE '1998-01-01' + draw(n, 'founded', 10000)::INTEGER AS founded,
    (draw(n, 'capital', 500) + 1) * 10000.00 AS capital,
    place(n, 'seat') AS address, pick(n, 'trade', getvariable('trades')) AS trade
FROM coded
"""

_PLACES = """
CREATE OR REPLACE TABLE counties AS
SELECT n, getvariable('counties')[n + 1][1] AS code, getvariable('counties')[n + 1][2] AS name
FROM range(len(getvariable('counties'))) AS r(n);
CREATE OR REPLACE TABLE towns AS
SELECT counties.n * 10 + t.n AS n, code || lpad((t.n + 1)::VARCHAR, 3, '0') AS code,
    getvariable('towns')[t.n + 1] || CASE WHEN t.n < 4 THEN '街道' ELSE '镇' END AS name, code AS county
FROM counties, range(10) AS t(n);
"""
