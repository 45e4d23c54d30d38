"""How a school names its places: 高二3班, 实验楼B座5楼, 三楼机房, 302, Room 204, the library."""

import re

from handlers.understanding.lexicon import words

_COUNT = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_CLASS = (
    rf"(?:[高初小][一二三四五六1-6](?:年级)?[(\[]?{_COUNT}[)\]]?班"
    rf"|[一二三四五六七八九](?:年级|年)?[(\[]?{_COUNT}[)\]]?班|[1-9][(.]{_COUNT}[)]?班|[0-9]{{1,2}}班)"
)
_FLOOR = r"(?:(?:负|地下)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:楼|层)|[1-9]f(?![a-z])|顶楼|地下室|负一层)"
_BLOCK = (
    r"(?:[a-h][栋座幢区楼]|[东南西北][区座栋侧]|"
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:号|#)(?:教学|实验|办公|宿舍|综合)?楼|(?:[0-9]{1,2}|[一二三四五六七八九十])[栋幢座])"
)
_KIND_OF_ROOM = "(?:教室|办公室|会议室|机房|微机室|电脑室|实验室|阶梯教室|录播室|宿舍|寝室|房间|报告厅|食堂|室|房)"
_SUBJECT_ROOM = (
    r"(?:语文|数学|英语|外语|物理|化学|生物|政治|历史|地理|音乐|体育|美术|科学|道法|思政|德育|教务|政教|总务|后勤|财务|人事"
    r"|[高初小][一二三四五六](?:年级)?)(?:教研)?(?:组|处)?的?(?:大|小)?(?:办公室|备课室|教研室|准备室|器材室|功能室)"
)
_NUMBERED = (
    r"(?:第?(?:[0-9]{1,2}|[一二三四五六七八九十])号?"
    r"(?:教室|办公室|会议室|机房|微机室|电脑室|实验室|阶梯教室|报告厅|食堂|宿舍))"
)
_DOOR = (
    rf"(?:[a-h]?-?[0-9]{{3,4}}(?:号)?{_KIND_OF_ROOM}|[a-h]-?[0-9]{{3,4}}(?![0-9])"
    r"|[1-9][0-9]{2}(?<![0-9a-z.:\-#/][0-9]{3})(?![0-9.:%a-z\-/]|[元块万人台件个月年条次份号点分秒天度名位项]))"
)
_SIDE = (
    r"(?:最?(?:东|西|南|北|里|外|左|右)(?:头|边|面|侧|端|手边|首)|(?:最|紧)?(?:靠|挨着|临|对着)(?:近)?(?:东|西|南|北|里|外|窗|楼梯|电梯|厕所|"
    r"卫生间|开水间|开水房|水房|操场|马路|走廊|门)(?:口|边)?|(?:楼梯|电梯|厕所|卫生间|开水间|走廊)(?:口|旁边?|对面|尽头|拐角)|"
    r"最(?:里|外|中间|前|后)面?|拐角处?|尽头|中间|把头)"
)
_THAT_ROOM = rf"(?:的?(?:[那这]|第{_COUNT})?(?:个|间){_KIND_OF_ROOM}|的{_KIND_OF_ROOM})"
_DESCRIBED = rf"(?:{_SIDE}(?:{_THAT_ROOM}|(?:教室|办公室|会议室|机房|实验室|宿舍|房间)))"
"""三楼东头那个教室: a room that people describe where it has no number on its door."""
_ENGLISH = (
    r"(?:(?:room|classroom|lab|class|office|building|block|hall|floor|gate|grade)s? ?(?:no\.? ?)?#?"
    r"(?:[a-h]?-?[0-9]{1,4}[a-z]?|[a-h](?![a-z]))(?:,? class ?[0-9]{1,2})?"
    r"|(?:computer|science|physics|chemistry|biology|language|music|art|ict|it|stem) (?:room|lab|classroom|office)"
    r"|(?:teachers'?|staff|principal's|finance|admin|main|my|our|head's) (?:office|classroom|room)"
    r"|(?:meeting|conference|staff|server|reading|lecture|exam|print) (?:room|hall)"
    r"|(?:1st|2nd|3rd|[4-9]th|first|second|third|fourth|fifth|ground|top) floor"
    r"|office(?=的|里)|staffroom|library|auditorium|gymnasium|gym(?![a-z])|canteen|cafeteria|reception(?![a-z])|playground|lobby|corridor|dormitory|dorm(?![a-z]))"
)


def _either(*lists: tuple[str, ...]) -> str:
    everything = sorted({word for words_ in lists for word in words_}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, everything)) + ")"


def place_pattern() -> str:
    """One regular expression for a place of one or several parts: building, wing, floor, room."""
    vocabulary = words()
    named = _either(vocabulary.rooms, vocabulary.buildings)
    part = f"(?:{_CLASS}|{_SUBJECT_ROOM}|{_BLOCK}|{_NUMBERED}|{_DOOR}|{_FLOOR}|{_DESCRIBED}|{named}|{_ENGLISH})"
    inside = (
        f"(?:{_SIDE}|"
        "门口|走廊|里面|左边|右边|东侧|西侧|南侧|北侧|最里面|尽头|前门|后门|讲台上|第[一二三四五六七八九十0-9]{1,2}排)?"
    )
    return f"{part}(?:(?:{_SIDE})?(?:里的|的|这边的|那边的|, | - |-| |,? (?:of|in|on) (?:the )?)?{part})*{inside}"
