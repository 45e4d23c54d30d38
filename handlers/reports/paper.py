"""A report as a Word file, in fonts every office has."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from handlers.reports.layout import Block

FONT, BODY = "Microsoft YaHei", 10.5  # points
AUTHOR = "校信官"
SIZES = {"title": 20.0, "heading": 14.0, "small": 9.0}
BLUE, GREY = (0x1F, 0x4D, 0x78), (0x70, 0x70, 0x70)


def write(blocks: Iterable[Block]) -> bytes:
    """The .docx of these blocks."""
    from docx import Document  # noqa: PLC0415 -- only for who writes one
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    _chinese(style)
    for name in ("Title", "Heading 1", "List Bullet"):
        _chinese(document.styles[name])
    document.core_properties.author = AUTHOR
    for block in blocks:
        if block.kind == "title":
            document.core_properties.title = block.words
        if block.kind == "table":
            _table(document, block, Pt, Cm)
            continue
        line = document.add_paragraph(
            style={"title": "Title", "heading": "Heading 1", "bullet": "List Bullet"}.get(block.kind)
        )
        run = line.add_run(block.words)
        run.bold = block.kind in {"title", "heading", "strong"}
        if block.kind in SIZES:
            run.font.size = Pt(SIZES[block.kind])
            run.font.color.rgb = RGBColor(*(GREY if block.kind == "small" else BLUE))
        line.paragraph_format.space_after = Pt(2 if block.kind in {"small", "text", "bullet"} else 6)
        if block.kind in {"title", "small"}:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _chinese(style: Any) -> None:
    """Chinese characters take their font from a name of its own."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    style.font.name = FONT
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _table(document: Any, block: Block, points: Any, centimetres: Any) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]))
    table.style = "Light Grid Accent 1"
    table.autofit = False
    whole = sum(block.widths)
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, words, width in zip(cells, row, block.widths, strict=True):
            cell.width = centimetres(16.6 * width / whole)
            run = cell.paragraphs[0].add_run(words)
            run.font.size = points(9)
            run.bold = number == 0
    _repeat_heading(table)
    document.add_paragraph()


def _repeat_heading(table: Any) -> None:
    """A table that goes over the page has its heading there, too, and no row is torn apart."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- python-docx has no other door to it
        for name in ("w:cantSplit", *(("w:tblHeader",) if number == 0 else ())):
            properties.append(OxmlElement(name))
