from datetime import date
from io import BytesIO

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from papers import files
from shuyuan.kernel.errors import Unavailable
from shuyuan.papers.pdf_reader import UnreadablePdf, first_page_text, page_count, page_picture
from shuyuan.papers.red_head import Annex, Heading, Paper, Table, Text, pdf, pictures, word
from shuyuan.papers.red_head.paper import day_in_words

DAY = date(2026, 1, 5)


def paper(**changes):
    fields = {
        "issuer": "焦作市政务服务和大数据管理局",
        "number": "焦数目〔2026〕12号",
        "title": "关于印发《数据责任清单》的通知",
        "addressee": "市政府各部门",
        "blocks": (
            Heading("一、目录内容"),
            Text("第一段。\n第二段 #strong[不是标记] $x$ <b>&amp;"),
            Table(
                ("序号", "目录名称"), (("1", "=1+1"), ("2", "救助对象")), caption="责任清单", widths=(1, 4)
            ),
        ),
        "signer": "焦作市政务服务和大数据管理局",
        "day": DAY,
        "copies": ("市审计局", "市财政局"),
        "annexes": ("数据责任清单",),
        **changes,
    }
    return Paper(**fields)


def test_a_table_with_rows_of_other_lengths_is_a_mistake():
    with pytest.raises(ValueError, match="other lengths"):
        Table(("a", "b"), (("1",),))


def test_a_layout_that_fails_is_unavailable_with_words(monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("typst.compile", fail)
    with pytest.raises(Unavailable) as refused:
        pdf(paper())
    assert refused.value.code == "paper_not_drawn"


def test_days_have_no_zeros_in_front():
    assert day_in_words(DAY) == "2026年1月5日"


def test_the_pdf_says_everything_and_takes_content_as_text(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(paper()))
    text = first_page_text(path)
    assert page_count(path) == 2
    for words in (
        "焦作市政务服务和大数据管理局文件",
        "焦数目〔2026〕12号",
        "《数据责任清单》",
        "市政府各部门：",
        "#strong[不是标记]",
        "<b>&amp;",
        "=1+1",
    ):
        assert words in text.replace("\r\n", "")


def test_the_page_is_a4_and_the_imprint_stands_on_an_even_page(tmp_path):
    for length in (1, 12, 30):
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf(paper(blocks=(Text("一段普通的正文，说明有关事项。" * 8 * length),))))
        assert page_count(path) % 2 == 0
    picture = page_picture(path, 1)
    width, height = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
    assert abs(height / width - 297 / 210) < 0.01


def test_the_same_paper_gives_the_same_bytes():
    assert pdf(paper()) == pdf(paper())
    assert len(pictures(paper(), ppi=20)) == 2


def test_a_page_that_is_not_there_and_a_broken_file_are_unreadable(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(paper()))
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(UnreadablePdf):
        page_picture(path, 9)
    with pytest.raises(UnreadablePdf):
        page_count(broken)


def test_the_word_file_has_the_same_words_and_the_measures_of_the_standard():
    document = Document(BytesIO(word(paper())))
    text = "\n".join(line.text for line in document.paragraphs)
    for words in (
        "文件",
        "焦数目〔2026〕12号",
        "市政府各部门：",
        "#strong[不是标记]",
        "抄送：市审计局，市财政局。",
        "2026年1月5日印发",
    ):
        assert words in text
    section = document.sections[0]
    measures = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(measure.mm) for measure in measures] == [37, 28, 26, 35]
    assert round(section.page_width.mm - section.left_margin.mm - section.right_margin.mm) == 156
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1", "=1+1"]


def test_a_paper_without_copies_annexes_and_addressee_is_drawn():
    assert pdf(files.paper(DAY)).startswith(b"%PDF")
    assert word(paper(copies=(), annexes=(), addressee="")).startswith(b"PK")


def page_texts(path):
    """What each page says, without line ends and blanks."""
    document = PdfDocument(path)
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return texts


def many_rows():
    rows = tuple(
        (str(at), f"第{at}个项目的名称很长，一行放不下，要分成好几行才能写完", f"{at},000.00")
        for at in range(60)
    )
    return Table(("序号", "项目名称", "金额（万元）"), rows, widths=(1, 2, 1))


def test_no_row_of_a_long_table_is_cut_by_the_end_of_a_page(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(paper(annexes=(Annex("项目表", (many_rows(),)),))))
    pages = page_texts(path)
    assert sum(page.count("写完") for page in pages) == 60
    assert all(page.count("个项目的名称") == page.count("写完") for page in pages)


def test_an_annex_follows_the_signature_on_pages_of_its_own(tmp_path):
    path = tmp_path / "a.pdf"
    annexes = (Annex("项目表", (many_rows(),)), "另行送达的清单")
    path.write_bytes(pdf(paper(annexes=annexes)))
    pages = page_texts(path)
    assert len(pages) % 2 == 0
    signed = next(page for page in pages if "2026年1月5日" in page)
    assert "1.项目表" in signed
    assert "2.另行送达的清单" in signed
    first = next(page for page in pages if page.startswith("附件1项目表"))
    assert pages.index(first) > pages.index(signed)
    assert "印发" in pages[-1]
    document = Document(BytesIO(word(paper(annexes=annexes))))
    assert [line.text for line in document.paragraphs if line.paragraph_format.page_break_before] == ["附件1"]


def test_a_column_stands_as_its_cells_ask():
    table = Table(
        ("a", "b", "c", "d"), (("1", "12.00", "很长很长很长很长很长的名称", ""), ("2", "-1,200.50", "短", ""))
    )
    assert table.as_data()["aligns"] == ["center", "right", "left", "center"]
