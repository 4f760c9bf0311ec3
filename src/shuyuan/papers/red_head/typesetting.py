"""An official paper as PDF, typeset by typst; `pictures` gives its pages as PNG."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from shuyuan.kernel.errors import Unavailable
from shuyuan.papers.red_head.paper import Paper

_LAYOUT = Path(__file__).with_name("layout.typ")


def pdf(paper: Paper) -> bytes:
    """The paper as PDF/A-2b; raises Unavailable `paper_not_drawn` when it cannot be drawn."""
    return _draw(paper, format="pdf", pdf_standards=["a-2b"])[0]


def pictures(paper: Paper, *, ppi: int = 96) -> list[bytes]:
    """Its pages as PNG, for looking at them before it is issued."""
    return _draw(paper, format="png", ppi=float(ppi))


@cache
def _fonts(folder: str) -> typst.Fonts:
    """The fonts of the machine and of the installation's folder; looking for them takes longest."""
    return typst.Fonts(include_system_fonts=True, font_paths=[folder] if folder else [])


def _draw(paper: Paper, **options: Any) -> list[bytes]:
    inputs = {"paper": json.dumps(paper.as_data(), ensure_ascii=False)}
    try:
        drawn = typst.compile(
            str(_LAYOUT),
            root=str(_LAYOUT.parent),
            font_paths=_fonts(settings.FONTS),
            sys_inputs=inputs,
            **options,
        )
    except (RuntimeError, ValueError) as error:
        raise Unavailable(f"the paper cannot be drawn: {error}", code="paper_not_drawn") from error
    return drawn if isinstance(drawn, list) else [drawn]
