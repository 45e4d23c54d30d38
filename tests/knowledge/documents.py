"""Documents as schools have them, written for these tests: a copied web page, Word files, PDFs."""

import io
from collections.abc import Sequence

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

COPIED_PAGE = """智慧校园信息管理办法.docxVIP

  1. 1、本文档共5页,可阅读全部内容。
  2. 2、如遇侵权,请拨打举报电话:000-000-0000。
  3. 3、成为VIP后,下载本文档免费。
查看更多

智慧校园信息管理办法

第一章总则

为把校园里的信息用好、管好,写下这份办法。本校设信息主管一名。

第二章目标

1.分清分工:说清楚谁来做、谁来管。

2.管住数据:让数据不乱、不丢。

第三章职责

3.1信息主管

1.定方向:每学年写一份信息化计划,交校务会讨论。

2.看安全:守好学校的系统。

3.2服务小组

1.修设备:教室设备出故障,由服务小组处理。

第四章附则

1.解释:本办法由校务会解释。

2.施行:本办法自公布之日起施行。

通过以上办法的推行,学校的信息化将走上正轨,为师生带来便利。

您可能关注的文档

文档评论(0)

150****0000 + 关注
实名认证
文档贡献者

1亿VIP精品文档

相关文档
"""
COPIED_IDS = ["1", "2.1", "2.2", "3.1.1", "3.1.2", "3.2.1", "4.1", "4.2"]

ARTICLES = """校园网络使用规定

第一章 总 则

第一条 为了让校园网络用得安全顺畅,制定本规定。

第二条 本规定适用于全体师生员工。

第二章 使用

第三条 使用校园网络的人应当做到:
(一)保管好自己的账号;
(二)不传播有害信息;
(三)发现异常,两个工作日内报告信息中心。

第四条 【设备接入】自带设备接入网络,须经信息中心登记。

第三章 附 则

第十一条 本规定自2026年3月1日起施行。
"""
ARTICLE_IDS = ["第一条", "第二条", "第三条", "第三条(一)", "第三条(二)", "第三条(三)", "第四条", "第十一条"]


def word(
    paragraphs: Sequence[tuple[str, int | None]],
    levels: Sequence[tuple[str, str]],
    table: Sequence[Sequence[str]] = (),
    counts_on: int | None = None,
) -> bytes:
    """A Word file whose numbers exist only as automatic numbering. `levels`: (format, text) of each level.

    `counts_on`: the level that does not begin again under every heading.
    """
    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保管"
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (form, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        restart = (("lvlRestart", "0"),) if depth == counts_on else ()
        for tag, value in (("start", "1"), ("numFmt", form), *restart, ("lvlText", text)):
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    numbering.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    num.append(reference)
    numbering.append(num)
    for text, place in paragraphs:
        paragraph = document.add_paragraph(text)
        if place is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = place
            properties.get_or_add_numId().val = 77
    for row in table:
        if len(document.tables) == 0:
            document.add_table(rows=0, cols=len(row))
        cells = document.tables[0].add_row().cells  # type: ignore[no-untyped-call]
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(pages: Sequence[Sequence[str]], password: str = "") -> bytes:
    """A PDF with these printed lines on its pages."""
    writer = PdfWriter()
    glyphs = sorted({c for page in pages for line in page for c in line})
    font = writer._add_object(_font(writer, glyphs))
    for lines in pages:
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        shown = "\n".join(
            f"BT /F1 12 Tf 60 {780 - 20 * n} Td <{line.encode('utf-16-be').hex()}> Tj ET"
            for n, line in enumerate(lines)
        )
        stream = DecodedStreamObject()
        stream.set_data(shown.encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _font(writer: PdfWriter, glyphs: Sequence[str]) -> DictionaryObject:
    pairs = "\n".join(f"<{ord(c):04x}> <{ord(c):04x}>" for c in glyphs)
    cmap = DecodedStreamObject()
    cmap.set_data(
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(glyphs)} beginbfchar\n"
        f"{pairs}\nendbfchar endcmap end end".encode()
    )
    system = DictionaryObject({NameObject("/Supplement"): NumberObject(0)})
    descendant = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Plain"),
            NameObject("/CIDSystemInfo"): system,
            NameObject("/DW"): NumberObject(1000),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Plain"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([writer._add_object(descendant)]),
            NameObject("/ToUnicode"): writer._add_object(cmap),
        }
    )
