"""The report of a drill as a file that can be printed and kept: every page of it says that it was a drill."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document

from handlers.texts import Phrase, say

Section = tuple[Phrase, Sequence[Phrase]]


def write(
    mark: str,
    title: Phrase,
    facts: Sequence[tuple[Phrase, Phrase]],
    sections: Sequence[Section],
    note: Phrase,
    language: str,
) -> bytes:
    """A .docx: title, facts as a table, each section as a list. Empty sections are left out."""
    document = Document()
    document.core_properties.title = f"{mark}{say(title, language)}"
    document.sections[0].header.paragraphs[0].text = mark.strip()
    document.add_heading(f"{mark}{say(title, language)}", 1)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, value in facts:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = say(name, language), say(value, language)
    for heading, lines in sections:
        if lines:
            document.add_heading(say(heading, language), 2)
            for line in lines:
                document.add_paragraph(say(line, language))
    document.add_paragraph(say(note, language))
    written = BytesIO()
    document.save(written)
    return written.getvalue()
