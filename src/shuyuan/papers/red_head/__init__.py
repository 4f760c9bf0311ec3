"""Official papers in red-head layout (GB/T 9704-2012), as PDF and as Word.

paper = Paper(issuer="…局", number="焦数目〔2026〕12号", title="关于…的通知", addressee="…：",
              blocks=(Heading("一、…"), Text("…"), Table(("序号", "目录名称"), (("1", "…"),))),
              signer="…局", day=date(2026, 11, 22), copies=("市审计局",))
pdf(paper), word(paper)   # bytes
"""

from shuyuan.papers.red_head.paper import Annex, Block, Heading, Paper, Table, Text
from shuyuan.papers.red_head.typesetting import pdf, pictures
from shuyuan.papers.red_head.word import word

__all__ = ["Annex", "Block", "Heading", "Paper", "Table", "Text", "pdf", "pictures", "word"]
