"""The letters of a text that was taken from a page.

A font may show a letter and a radical with one shape; a PDF then says of the shape that it is the radical, and so does what
is copied from it. It looks the same, and nobody finds 部门 in 部⻔, nor the chapter in 第⼆章.
Source: Unicode, the blocks Kangxi Radicals, CJK Radicals Supplement and CJK Compatibility Ideographs.
"""

import unicodedata

# Unicode itself knows what each of the Kangxi Radicals stands for; of the supplement these are letters of their own.
_SUPPLEMENT = (
    "⺁厂⺇几⺊卜⺒巳⺓幺⺗心⺛旡⺜日⺝月⺟母⺠民⺢水⺧牛⺩王⺪疋⺬示⺮竹⺯糸⺱网⺵网⺶羊⺷羊⺸羊⺹老⺺聿⺻聿⺼肉⺽臼⻁虎⻄西⻅见⻆角⻇角⻉贝⻊足⻋车"
    "⻑長⻓长⻔门⻕阜⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龜⻳龟"
)
_LETTERS = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
)


def written(text: str) -> str:
    """The same text in the letters in which it was written; all else, punctuation above all, stays as it is."""
    return unicodedata.normalize("NFC", text).translate(_LETTERS)
