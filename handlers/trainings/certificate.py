"""A certificate as a PDF page. Chinese is set in a font every reader knows, so that no font file is shipped."""

from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
MARGIN = 90.0  # points


def draw(title: str, body: str, number: str, issued: str) -> bytes:
    """One landscape page: title, what is certified, the number and who issued it when."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    page = BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(page, pagesize=(width, height), invariant=1)
    canvas.setTitle(f"{title} {number}")
    canvas.setStrokeColorRGB(0.12, 0.30, 0.47)
    canvas.setLineWidth(3)
    canvas.rect(36, 36, width - 72, height - 72)
    canvas.setLineWidth(0.8)
    canvas.rect(44, 44, width - 88, height - 88)
    canvas.setFont(FONT, 36)
    canvas.drawCentredString(width / 2, height - 150, title)
    canvas.setFont(FONT, 18)
    for line, words in enumerate(simpleSplit(body, FONT, 18, width - 2 * MARGIN)):
        canvas.drawString(MARGIN, height - 225 - line * 32, words)
    canvas.setFont(FONT, 13)
    canvas.drawString(MARGIN, 96, number)
    canvas.drawRightString(width - MARGIN, 96, issued)
    canvas.showPage()
    canvas.save()
    return page.getvalue()
