"""
How fast the search answers over a large catalog, against a bare `SELECT … LIKE` on the same rows.

Entries and items go in with bulk inserts, the index is built by the platform's own job; then a mix of
queries is asked in a fixed random order. `python -m bench.search [--entries N] [--rounds N] [--json FILE]`;
with `SHUYUAN_BENCH_POSTGRES=postgresql://…` on PostgreSQL too, in a database that is made and dropped.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

P99_MS = 50
ITEMS = 15
_AT_ONCE = 5_000
_SEED = 419901
SUBJECTS = """
居民 企业 车辆 房屋 学生 教师 医院 药品 食品 工程 土地 河流 森林 道路 桥梁 社区 乡镇 农户
低保对象 残疾人 老年人 未成年人 退役军人 个体工商户 社会组织 事业单位 纳税人 参保人员 从业人员
驾驶人 流动人口 困难职工 优抚对象 医务人员 特种设备
""".split()  # noqa: SIM905 read more easily as words
MATTERS = """
社会保险 养老保险 医疗保险 失业保险 工伤保险 住房公积金 不动产 婚姻 户籍 出生 死亡 就业 学历
职称 执业资格 行政许可 行政处罚 信用 环境监测 水质 空气质量 安全生产 消防 防汛 气象 救助 补贴
贷款 招标 采购 预算 项目 用电 用水 燃气 纳税 发票 年报 股权 抵押 专利 商标 疫苗 诊疗 体检 处方
营养 培训 考试 成绩 学籍 低保 救灾 殡葬 地名
""".split()  # noqa: SIM905 read more easily as words
KINDS = """
信息 登记信息 缴费明细 发放记录 名册 台账 统计 证书 许可结果 变更记录 检查结果 申请表 档案 清单
公示 评价
""".split()  # noqa: SIM905 read more easily as words
FIELDS = """
姓名 身份证号 统一社会信用代码 联系电话 住址 户籍地址 性别 民族 出生日期 学历 单位名称
法定代表人 注册资本 成立日期 经营范围 证书编号 发证机关 发证日期 有效期 缴费金额 缴费年月 险种
参保状态 账户余额 发放金额 发放日期 银行账号 开户行 登记日期 注销日期 车牌号 车辆类型 车架号
发动机号 房屋坐落 建筑面积 权利人 权证号 用途 面积 经度 纬度 监测值 监测时间 站点编号
处罚决定书文号 处罚依据 处罚结果 许可编号 许可内容 备注 更新时间 数据来源 行政区划代码 街道 社区
网格编号 负责人 审核意见 审核时间 病种 诊断 用药 剂量 就诊日期 学校名称 年级 班级 入学时间
毕业时间 成绩 考试科目 合同编号 项目名称 投资金额 开工日期 竣工日期
""".split()  # noqa: SIM905 read more easily as words
COLUMNS = """
name id_card_no uscc phone address gender nation birth_date org_name legal_person reg_capital
cert_no issue_date valid_until amount pay_month status balance bank_account plate_no
vehicle_type house_location area owner longitude latitude value monitor_time station_no
decision_no basis result licence_no content remark updated_at source region_code
""".split()  # noqa: SIM905 read more easily as words
#: What people type, by kind; {…} are drawn from the words of the catalog.
QUERIES = {
    "two characters": ("社保", "低保", "婚姻", "车辆", "姓名", "地址", "信息", "企业", "用药", "水质"),
    "one character": ("税", "水", "证"),
    "long phrase": ("参保人员养老保险缴费明细", "统一社会信用代码", "低保对象救助发放记录", "处罚决定书文号"),
    "two words": ("企业 社会信用", "学生 成绩", "民政局 婚姻", "房屋 权利人 面积"),
    "initials": ("shbx", "ylbx", "sfzh", "dbdx", "bdc"),
    "pinyin": ("yanglaobaoxian", "hunyin", "chepaihao"),
    "column": ("id_card", "uscc", "plate_no", "birth"),
    "code": ("307", "307001/12", "307001/"),
    "mistyped": ("养老保现", "统一社会信用代马", "不动产登济信息", "yanglaobaoxain"),
    "facet": ("保险", "", "信息"),
    "nothing": ("量子引力望远镜", "zzqqxx"),
}


def run(engine: str, url: str, entries: int, rounds: int) -> dict:
    """Fill a scratch installation on this engine and ask it."""
    with tempfile.TemporaryDirectory(prefix="shuyuan-search-") as folder:
        environment = {
            **os.environ, "SHUYUAN_HOME": folder, "DJANGO_SETTINGS_MODULE": "shuyuan.config.settings",
        }  # fmt: skip
        if url:
            environment["SHUYUAN_DATABASE_URL"] = url
        subprocess.run([sys.executable, "-m", "shuyuan.cli", "setup"], check=True, env=environment)
        report = Path(folder) / "search.json"
        ask = [sys.executable, "-m", "bench.search", f"--entries={entries}", f"--rounds={rounds}"]
        subprocess.run([*ask, f"--inside={report}"], check=True, env=environment)
        return {"engine": engine, **json.loads(report.read_text(encoding="utf-8"))}


def seed(entries: int) -> None:
    """Invented entries with 15 items each, in bulk and without audit."""
    catalog = import_module("shuyuan.catalog.models")
    departments = list(import_module("shuyuan.organizations.models").Department.objects.order_by("code")[:60])
    classes = import_module("shuyuan.catalog.steps")
    import_module("shuyuan.catalog.classes").ensure_classes()
    with import_module("django.db.transaction").atomic():
        nodes = [classes.class_of_department(one.pk, one.name) for one in departments]
    now = import_module("django.utils.timezone").now()
    pick = random.Random(_SEED)
    waiting = []
    for number in range(entries):
        at = number % len(departments)
        name = f"{pick.choice(SUBJECTS)}{pick.choice(MATTERS)}{pick.choice(KINDS)}"
        waiting.append(
            catalog.Entry(
                provider=departments[at], node=nodes[at], state="published", version=1, name=name,
                code=f"{nodes[at].code}/{number // len(departments) + 1}",
                abstract=f"{departments[at].name}在办理{pick.choice(MATTERS)}业务中形成的{name}，用于{pick.choice(MATTERS)}核验。",
                sharing_type=pick.choice(("unconditional", "conditional", "conditional", "not_shared")),
                update_cycle=pick.choice(("daily", "weekly", "monthly", "monthly", "yearly", "irregular")),
                level=pick.choice(("general", "general", "important")), is_open=pick.random() < 0.2,
                method_types=pick.choice((["service"], ["file"], ["database"])), created_at=now, saved_at=now,
                search_text=name,
            )
        )  # fmt: skip
        if len(waiting) == _AT_ONCE or number == entries - 1:
            made = catalog.Entry.objects.bulk_create(waiting)
            _seed_items(catalog.Item, made, pick)
            waiting.clear()


def _seed_items(model, made: list, pick: random.Random) -> None:
    rows = []
    for entry in made:
        labels = pick.sample(FIELDS, ITEMS)
        for position, label in enumerate(labels, 1):
            own = label if position > 3 else f"{pick.choice(MATTERS)}{label}"
            column = f"{pick.choice(COLUMNS)}_{position}"
            rows.append(
                model(entry=entry, position=position, name=column, label=own, data_type="C", length=50)
            )
    model.objects.bulk_create(rows, batch_size=_AT_ONCE)


def ask(rounds: int) -> dict:
    """Every query many times in a mixed order; milliseconds by kind and over all."""
    find = import_module("shuyuan.search.query").find
    actors = import_module("shuyuan.kernel.actor")
    actor = actors.Actor(1, "bench", 1, "civil-affairs", actors.Role.DATA_OFFICER)
    questions = [(kind, text) for kind, texts in QUERIES.items() for text in texts] * rounds
    random.Random(_SEED).shuffle(questions)
    find("预热", actor=actor)
    times: dict[str, list[float]] = {kind: [] for kind in QUERIES}
    for kind, text in questions:
        filters = {"sharing": "conditional", "cycle": "monthly"} if kind == "facet" else {}
        started = time.perf_counter()
        find(text, actor=actor, filters=filters)
        times[kind].append((time.perf_counter() - started) * 1000)
    every = [one for some in times.values() for one in some]
    return {
        "found": {text: find(text, actor=actor).total for texts in QUERIES.values() for text in texts},
        "kinds": {kind: _summary(some) for kind, some in times.items()},
        "all": _summary(every),
    }


def bare(rounds: int) -> dict:
    """The same words by LIKE over names and items, the first 20: what a page without an index would do."""
    connection = import_module("django.db").connection
    statement = (
        "select e.id, e.name from catalog_entry e where e.state = 'published' and (e.name like %s or exists "
        "(select 1 from catalog_item i where i.entry_id = e.id and i.label like %s)) order by e.name limit 20"
    )
    texts = [*QUERIES["two characters"], *QUERIES["long phrase"]]
    times = []
    for text in texts * max(1, rounds // 10):
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(statement, [f"%{text}%", f"%{text}%"])
            cursor.fetchall()
        times.append((time.perf_counter() - started) * 1000)
    return _summary(times)


def _summary(times: list[float]) -> dict:
    ordered = sorted(times)
    return {
        "p50_ms": statistics.median(ordered),
        "p99_ms": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        "times": len(ordered),
    }


def table(results: list[dict]) -> str:
    """The results as Markdown."""
    lines = []
    for one in results:
        head = (
            f"{one['engine']}: {one['entries']:,} entries, {one['items']:,} items; index built in "
            f"{one['build_seconds']:.0f} s, {one['keys']:,} keys, {one['index_mb']:.0f} MB, "
            f"peak of the process {one['rss_mb']:.0f} MB."
        )
        lines += [
            head,
            "",
            "| query | p50 ms | p99 ms | bare LIKE p50 ÷ this p50 |",
            "|---|---:|---:|---:|",
        ]
        for kind, times in [*one["kinds"].items(), ("**all**", one["all"])]:
            ratio = one["bare"]["p50_ms"] / times["p50_ms"]
            lines.append(f"| {kind} | {times['p50_ms']:.1f} | {times['p99_ms']:.1f} | {ratio:.0f} |")
        lines += [f"| bare LIKE | {one['bare']['p50_ms']:.0f} | {one['bare']['p99_ms']:.0f} | 1 |", ""]
    return "\n".join(lines)


def _inside(entries: int, rounds: int, report: str) -> None:
    import_module("django").setup()
    models = import_module("shuyuan.search.models")
    building = import_module("shuyuan.search.building")
    db = import_module("django.db")
    started = time.perf_counter()
    seed(entries)
    seeded = time.perf_counter()
    print(f"seeded in {seeded - started:.0f} s", flush=True)
    now = import_module("django.utils.timezone").now()
    building.rewrite_documents(at=now, everything=True, progress=lambda *_: None)
    written = time.perf_counter()
    segment = building.build_segment(at=now, progress=lambda *_: None)
    built = time.perf_counter()
    with db.connection.cursor() as cursor:
        cursor.execute("analyze")
    postings = models.Posting.objects.filter(segment=segment)
    size = postings.aggregate(bytes=db.models.Sum(db.models.functions.Length("body")))["bytes"]
    usage = import_module("resource")
    rss = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss / 1024
    print(f"documents {written - seeded:.0f} s, index {built - written:.0f} s, {rss:.0f} MB", flush=True)
    result = {
        "entries": segment.documents, "items": segment.items, "keys": postings.count(),
        "index_mb": size / 1e6,
        "documents_seconds": written - seeded, "build_seconds": built - written, "rss_mb": rss,
        **ask(rounds), "bare": bare(rounds),
    }  # fmt: skip
    Path(report).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _postgres(url: str, entries: int, rounds: int) -> dict:
    parts = urlsplit(url)
    name = f"shuyuan_bench_search_{os.getpid()}"
    psycopg = import_module("psycopg")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    try:
        return run("PostgreSQL", urlunsplit(parts._replace(path=f"/{name}")), entries, rounds)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


def main() -> int:
    """Print the table; 1 when the slowest hundredth took too long."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--json", default="")
    options.add_argument("--inside", default="", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.inside:
        _inside(given.entries, given.rounds, given.inside)
        return 0
    results = [run("SQLite", "", given.entries, given.rounds)]
    postgres = os.environ.get("SHUYUAN_BENCH_POSTGRES")
    if postgres:
        results.append(_postgres(postgres, given.entries, given.rounds))
    if given.json:
        Path(given.json).write_text(json.dumps(results, ensure_ascii=False), encoding="utf-8")
    print(table(results))
    return int(any(one["all"]["p99_ms"] > P99_MS for one in results))


if __name__ == "__main__":
    sys.exit(main())
