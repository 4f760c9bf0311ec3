"""Lists of experts as files: the template, and reading one that somebody filled in."""

import csv
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from shuyuan.engine.landing import land
from shuyuan.engine.readers.opening import open_file
from shuyuan.engine.readers.source import ERROR_MARK, FORMULA_MARK, PreviewRow
from shuyuan.experts.names import split_names
from shuyuan.experts.services import ExpertDraft
from shuyuan.kernel.errors import BadInput
from shuyuan.organizations.selectors import department_names

COLUMNS = ("姓名", "工作单位", "职称", "电话", "专业", "平台单位", "关联单位", "关联企业")
_NEEDED = ("姓名", "工作单位", "专业")
_MOST_BYTES, _MOST_LINES = 4 * 1024 * 1024, 5000


def template() -> str:
    """An empty list with an example line, for a spreadsheet program."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerow(("虚拟专家", "虚拟大学", "教授", "", "软件工程、数据资源", "", "", "虚拟软件公司"))
    return "\ufeff" + text.getvalue()


def read_list(upload: UploadedFile) -> list[ExpertDraft]:
    """The experts of a workbook or CSV file; BadInput with the line for the first thing that is wrong."""
    with tempfile.TemporaryDirectory(prefix="experts-") as folder:
        landed = land(upload, Path(folder), filename=upload.name or "list.csv", limit_bytes=_MOST_BYTES)
        source = open_file(landed)
        return list(_drafts(source.preview(_MOST_LINES), source.columns))


def _drafts(rows: list[PreviewRow], labels: tuple[str, ...]) -> Iterator[ExpertDraft]:
    missing = [name for name in _NEEDED if name not in labels]
    if missing:
        raise BadInput("columns are missing", code="bad_expert_list", line=1, problem="、".join(missing))
    codes = {name: code for code, name in department_names().items()}
    for row in rows:
        cells = {label: (cell or "").strip() for label, cell in zip(labels, row.values, strict=False)}
        lacking = [name for name in _NEEDED if not cells.get(name)]
        lacking += [label for label, cell in cells.items() if cell.startswith((FORMULA_MARK, ERROR_MARK))]
        departments = [*split_names(cells.get("平台单位", "")), *split_names(cells.get("关联单位", ""))]
        lacking += [name for name in departments if name not in codes and name not in codes.values()]
        if lacking:
            raise BadInput("incomplete", code="bad_expert_list", line=row.number, problem="、".join(lacking))
        own = cells.get("平台单位", "")
        yield ExpertDraft(
            name=cells["姓名"],
            employer=cells["工作单位"],
            fields=split_names(cells["专业"]),
            title=cells.get("职称", ""),
            phone=cells.get("电话", ""),
            department=codes.get(own, own),
            related_departments=tuple(codes.get(n, n) for n in split_names(cells.get("关联单位", ""))),
            related_companies=split_names(cells.get("关联企业", "")),
        )
