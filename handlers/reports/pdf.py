"""A report as pages to print or to read on a phone. Chinese is set in a font every reader knows; no font file is shipped."""

from collections.abc import Iterable
from html import escape
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from handlers.reports.layout import Block

FONT = "STSong-Light"
MARGIN = 56.0  # points
BLUE, GREY, PALE = HexColor("#1F4D78"), HexColor("#707070"), HexColor("#EAF1F8")


def write(blocks: Iterable[Block]) -> bytes:
    """The PDF of these blocks."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    blocks, written = list(blocks), BytesIO()
    title = next((block.words for block in blocks if block.kind == "title"), "")
    width, height = A4
    page = BaseDocTemplate(written, pagesize=A4, invariant=1, title=title, author="校信官", lang="zh-CN")
    frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN, id="page")
    page.addPageTemplates([PageTemplate(id="report", frames=[frame], onPage=_foot)])
    styles = _styles()
    story: list[Flowable] = []
    for block in blocks:
        story += _drawn(block, styles, width - 2 * MARGIN)
    page.build(story)
    return written.getvalue()


def _styles() -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("text", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK")
    return {
        "text": body,
        "title": ParagraphStyle("title", body, fontSize=20, leading=28, alignment=TA_CENTER, textColor=BLUE),
        "small": ParagraphStyle("small", body, fontSize=8.5, leading=13, alignment=TA_CENTER, textColor=GREY),
        "heading": ParagraphStyle(
            "heading", body, fontSize=13, leading=20, spaceBefore=10, spaceAfter=4, textColor=BLUE
        ),
        "strong": ParagraphStyle("strong", body, fontSize=10.5, leading=17, spaceBefore=2, spaceAfter=2),
        "bullet": ParagraphStyle("bullet", body, leftIndent=12, bulletIndent=0),
        "cell": ParagraphStyle("cell", body, fontSize=8.5, leading=12),
        "head": ParagraphStyle("head", body, fontSize=8.5, leading=12, textColor=BLUE),
    }


def _drawn(block: Block, styles: dict[str, ParagraphStyle], width: float) -> list[Flowable]:
    if block.kind != "table":
        mark = "•" if block.kind == "bullet" else None
        return [Paragraph(_safe(block.words), styles[block.kind], bulletText=mark)]
    whole = sum(block.widths)
    rows = [
        [Paragraph(_safe(words), styles["cell" if number else "head"]) for words in row]
        for number, row in enumerate(block.rows)
    ]
    table = Table(rows, colWidths=[width * part / whole for part in block.widths], repeatRows=1)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.4, HexColor("#B7C7D8")),
        ("BACKGROUND", (0, 0), (-1, 0), PALE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]))  # fmt: skip
    return [table, Spacer(1, 6)]


def _safe(words: str) -> str:
    return escape(words).replace("\n", "<br/>")


def _foot(canvas: Canvas, page: BaseDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 8)
    canvas.setFillColor(GREY)
    canvas.drawCentredString(A4[0] / 2, MARGIN / 2, str(page.page))
    canvas.restoreState()
