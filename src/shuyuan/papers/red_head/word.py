"""An official paper as a Word document, in the layout of the PDF, for departments that edit it further."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from shuyuan.papers.red_head.paper import Paper

_FANGSONG, _BIAOSONG, _HEITI, _KAITI, _SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
_HEADING_FONTS = (_HEITI, _KAITI, _FANGSONG, _FANGSONG)
_RED = RGBColor(0xE6, 0x00, 0x12)
_SIZE_3, _SIZE_4, _SIZE_2 = Pt(16), Pt(14), Pt(22)
_PITCH = Mm(225 / 22)
_WIDEST_MARK = 52
_ALIGNS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def word(paper: Paper) -> bytes:
    """The paper as .docx: A4, 156 mm × 225 mm, 22 lines of 28 characters, odd and even page numbers."""
    data = paper.as_data()
    document = Document()
    _set_page(document)
    _head(document, data)
    for block in data["blocks"]:
        _block(document, block)
    if data["blocks"] and data["blocks"][-1]["kind"] == "text":
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    _end(document, data)
    document.core_properties.title = paper.title
    document.core_properties.author = paper.signer
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - 5)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = side
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = _SIZE_4
        _say(line, "— ", _SONGTI, _SIZE_4)
        _page_number(line)
        _say(line, " —", _SONGTI, _SIZE_4)
    normal = document.styles["Normal"]
    normal.font.size = _SIZE_3
    normal.font.name = _FANGSONG
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FANGSONG)
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    spacing.line_spacing = _PITCH


def _head(document: WordDocument, data: dict[str, Any]) -> None:
    """Issuer mark, number and red rule; title and addressee."""
    mark = data["issuer"] + "文件"
    size = Pt(min(_WIDEST_MARK, int(Mm(156).pt / len(mark))))
    line = _line(document, center=True)
    line.paragraph_format.space_before = Mm(35)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    run = _say(line, mark, _BIAOSONG, size)
    run.font.color.rgb = _RED
    _line(document)
    number = _line(document, data["number"], center=True)
    _rule_below(number, "E60012", eighths=16, space=10)
    _line(document)
    title = _line(document, center=True)
    title.paragraph_format.line_spacing = Pt(36)
    _say(title, data["title"], _BIAOSONG, _SIZE_2)
    _line(document)
    if data["addressee"]:
        _line(document, data["addressee"])


def _block(document: WordDocument, block: dict[str, Any]) -> None:
    if block["kind"] == "text":
        for text in block["lines"]:
            _line(document, text, indent=True)
    elif block["kind"] == "heading":
        line = _line(document, indent=True)
        line.paragraph_format.keep_with_next = True
        run = _say(line, block["text"], _HEADING_FONTS[block["level"] - 1], _SIZE_3)
        run.bold = block["level"] == 3  # noqa: PLR2004 the third level has no font of its own
    else:
        _table(document, block)


def _table(document: WordDocument, block: dict[str, Any]) -> None:
    if block["caption"]:
        caption = _line(document, center=True)
        caption.paragraph_format.keep_with_next = True
        _say(caption, block["caption"], _HEITI, _SIZE_4)
    table = document.add_table(rows=1 + len(block["rows"]), cols=len(block["columns"]))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(block["widths"])
    rows = list(table.rows)
    head = rows[0]
    for row, cells in zip(rows, [block["columns"], *block["rows"]], strict=True):
        row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        whole_row = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole_row)  # noqa: SLF001 python-docx has no name for it
        is_head = row is head
        for cell, text, width, align in zip(row.cells, cells, block["widths"], block["aligns"], strict=True):
            cell.width = Mm(156 * width / whole)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            line = cell.paragraphs[0]
            line.alignment = _ALIGNS["center" if is_head else align]
            line.paragraph_format.line_spacing = Pt(18)
            _say(line, text, _HEITI if is_head else _FANGSONG, Pt(12))
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 python-docx has no name for it


def _end(document: WordDocument, data: dict[str, Any]) -> None:
    """Annexes, signer and day, and the imprint between rules."""
    if data["annexes"]:
        _line(document)
    for index, name in enumerate(data["annexes"], 1):
        numbered = f"{index}. {name}" if len(data["annexes"]) > 1 else name
        line = _line(document, ("附件：" if index == 1 else "　　　") + numbered, indent=True)
        line.paragraph_format.keep_with_next = True
    for _ in range(2):
        _line(document).paragraph_format.keep_with_next = True
    signer = _line(document, data["signer"], right=True)
    signer.paragraph_format.keep_with_next = True
    excess = max(0, len(data["signer"]) - 8)  # a day takes about eight characters
    signer.paragraph_format.right_indent = _SIZE_3 * max(0, 4 - excess // 2)
    day = _line(document, data["day_in_words"], right=True)
    day.paragraph_format.right_indent = _SIZE_3 * max(4, (excess + 1) // 2)
    for annex in data["enclosed"]:
        _enclose(document, annex, is_only=len(data["annexes"]) == 1)
    _line(document)
    printed = f"{data['printed_by']}　　{data['day_in_words']}印发"
    lines = [f"抄送：{'，'.join(data['copies'])}。"] if data["copies"] else []
    for text in [*lines, printed]:
        line = _line(document)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = _SIZE_4
        line.paragraph_format.keep_together = True
        _say(line, text, _FANGSONG, _SIZE_4)
        _rule_below(line, "000000", eighths=6, space=3, above=True)


def _enclose(document: WordDocument, annex: dict[str, Any], *, is_only: bool) -> None:
    """An annex on pages of its own."""
    mark = _line(document)
    mark.paragraph_format.page_break_before = True
    _say(mark, "附件" if is_only else f"附件{annex['number']}", _HEITI, _SIZE_3)
    _line(document)
    title = _line(document, center=True)
    title.paragraph_format.line_spacing = Pt(36)
    _say(title, annex["title"], _BIAOSONG, _SIZE_2)
    for block in annex["blocks"]:
        _block(document, block)


def _line(
    document: WordDocument,
    text: str = "",
    *,
    center: bool = False,
    right: bool = False,
    indent: bool = False,
) -> Paragraph:
    line = document.add_paragraph()
    if center or right:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        line.paragraph_format.first_line_indent = _SIZE_3 * 2
    if text:
        _say(line, text, _FANGSONG, _SIZE_3)
    return line


def _say(line: Paragraph, text: str, font: str, size: Pt) -> Run:
    run = line.add_run(text)
    run.font.size = size
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 no name for it
    return run


def _page_number(line: Paragraph) -> None:
    """A field that Word fills with the number of the page."""
    run = _say(line, "", _SONGTI, _SIZE_4)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)  # noqa: SLF001 no name for it


def _rule_below(line: Paragraph, color: str, *, eighths: int, space: int, above: bool = False) -> None:
    """A rule below the line (and above it), its thickness in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "bottom") if above else ("bottom",):
        border = OxmlElement(f"w:{side}")
        values = {"val": "single", "sz": eighths, "space": space, "color": color}
        for name, value in values.items():
            border.set(qn(f"w:{name}"), str(value))
        borders.append(border)
    line._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 no name for it
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
