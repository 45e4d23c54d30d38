"""The table of what teachers say for things that come back, with its readings. Part of `time_recurrence`."""

import re
from collections.abc import Callable

from handlers.numerals import NUMBER, read_number
from handlers.recurrence import (
    Daily,
    Edge,
    Lunar,
    Monthly,
    MonthlyNth,
    NthWorkday,
    Pattern,
    Season,
    TermEdge,
    TermWeek,
    TermWeeks,
    VacationEdge,
    Weekly,
    Yearly,
)
from handlers.timing.time_words import (
    ENGLISH_COUNT,
    ENGLISH_MONTH,
    ENGLISH_MONTHS,
    ENGLISH_WEEKDAY,
    ENGLISH_WEEKDAYS,
    HOLIDAYS,
    LUNAR_FESTIVALS,
    MAIN_DAYS,
    OFFSET,
    SOLAR_FESTIVALS,
    WEEK,
    WEEKDAYS,
    any_of,
    count,
)

Match = re.Match[str]
Reading = Callable[[Match], Pattern | None]
RulePhrases = tuple[tuple[re.Pattern[str], Reading], ...]

_QUARTERS = {"first": (1, 4, 7, 10), "last": (3, 6, 9, 12)}


def _workdays(_match: Match) -> Pattern:
    return Daily()


def _daily(_match: Match) -> Pattern:
    return Daily(workdays_only=False)


def _weekly(match: Match) -> Pattern | None:
    said = match.groupdict()
    interval = 2 if said.get("other") else count(said.get("interval") or "") or 1
    interval += 1 if said.get("gap") and said.get("interval") else 0
    weeks = {"单": TermWeeks.ODD, "双": TermWeeks.EVEN}.get(said.get("turn") or "", TermWeeks.ALL)
    return Weekly(_weekdays(said.get("days") or "") or (0,), interval, weeks=weeks)


def _weekdays(said: str) -> tuple[int, ...]:
    if english := re.findall(ENGLISH_WEEKDAY, said):
        return tuple(dict.fromkeys(ENGLISH_WEEKDAYS[day.lower()] for day in english))
    if match := re.fullmatch(rf"{WEEK}?([一二三四五六日天1-7])(?:到|至|-|~){WEEK}?([一二三四五六日天1-7])", said):
        first, last = WEEKDAYS[match[1]], WEEKDAYS[match[2]]
        return tuple(range(first, last + 1)) if first <= last else (first, last)
    return tuple(dict.fromkeys(WEEKDAYS[sign] for sign in said if sign in WEEKDAYS))


def _monthly(match: Match) -> Pattern | None:
    said = match.groupdict()
    months = tuple(range(1, 13, count(said.get("interval") or "") or 1))
    if said.get("edge"):
        return _month_edge(said["edge"], months)
    if said.get("day"):
        also = re.findall(NUMBER, said.get("also") or "")
        return Monthly(read_number(said["day"]) or 0, months, tuple(read_number(day) or 0 for day in also))
    nth = -1 if said.get("last") else read_number(said.get("nth") or "") or 0
    if said.get("to_last"):
        nth = -(read_number(said["to_last"]) or 0)
    if not nth:
        return NthWorkday(1, months)
    if said.get("workday"):
        return NthWorkday(nth, months)
    if said.get("weekday"):
        return MonthlyNth(nth, WEEKDAYS[said["weekday"]], months)
    return Monthly(31 if nth == -1 else nth, months)


def _month_edge(edge: str, months: tuple[int, ...]) -> Pattern:
    if edge == "中":
        return Monthly(15, months)
    return NthWorkday(1 if edge == "初" else -1, months)


def _quarterly(match: Match) -> Pattern:
    words = match["place"] or "末"
    first = "第一" in words or "初" in words
    months = _QUARTERS["first" if first else "last"]
    if "天" in words:
        return Monthly(1 if first else 31, months)
    return NthWorkday(1 if first else -1, months)


def _half_yearly(_match: Match) -> Pattern:
    return NthWorkday(1, (1, 7))


def _monthly_en(match: Match) -> Pattern | None:
    said = {name: (value or "").lower() for name, value in match.groupdict().items()}
    places = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
    nth = places.get(said["nth"]) or read_number(re.sub(r"\D", "", said["nth"])) or 0
    if not said["what"] or said["what"] == "day":
        return Monthly(31 if nth == -1 else nth)
    if said["what"] in {"workday", "working day"}:
        return NthWorkday(nth)
    return MonthlyNth(nth, ENGLISH_WEEKDAYS[said["what"]])


def _term_week(match: Match) -> Pattern:
    return TermWeek(read_number(match["week"]) or 0, WEEKDAYS[match["weekday"] or "一"])


def _term_edge(match: Match) -> Pattern | None:
    """期末前两周 and 每学期开学后三天; without 每学期 only with a distance, which is what makes it a rule."""
    said = match.groupdict()
    words = (said.get("edge") or "").lower()
    edge = Edge.START if words in {"开学", "返校", "start", "beginning", "初", ""} else Edge.END
    number, unit = count(said.get("amount") or ""), (said.get("unit") or "").lower()
    side = said.get("side") or ""
    if number and side:
        days = number * (7 if unit.rstrip("s") in {"周", "星期", "礼拜", "week"} else 30 if unit == "月" else 1)
        return TermEdge(edge, -days if "前" in side or side == "before" else days)
    if not said.get("every"):
        return None
    return TermEdge(
        edge, -1 if "前" in side else (read_number(said.get("nth") or "") or 1) - 1 if edge is Edge.START else 0
    )


def _vacation_edge(match: Match) -> Pattern:
    """寒假前一天, 每年暑假前两周, 寒假第一天."""
    season = Season.WINTER if match["season"] == "寒" else Season.SUMMER
    if match["first"]:
        return VacationEdge(season, 0)
    number = count(match["amount"] or "一") or 1
    return VacationEdge(season, -number * (7 if match["unit"] in {"周", "星期", "礼拜"} else 1))


def _yearly(match: Match) -> Pattern | None:
    said = match.groupdict()
    named = (said["month"] or "").lower()
    month = ENGLISH_MONTHS.get(named[:3]) or read_number(named)
    day = read_number(said.get("day") or "1")
    return Yearly(month, day) if month and day else None


def _yearly_lunar(match: Match) -> Pattern | None:
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["month"]) or read_number(match["month"])
    day = read_number(match["day"].removeprefix("初"))
    return Lunar(month, day) if month and day else None


def _yearly_festival(match: Match) -> Pattern:
    name = match["festival"]
    if name in SOLAR_FESTIVALS:
        return Yearly(*SOLAR_FESTIVALS[name])
    if name in LUNAR_FESTIVALS:
        return Lunar(*LUNAR_FESTIVALS[name])
    kind, month, day = MAIN_DAYS[HOLIDAYS[name]]
    return Yearly(month, day) if kind == "solar" else Lunar(month, day)


_DAY = r"[一二三四五六日天1-7]"
_DAYS = (
    rf"{_DAY}(?:(?:[、,和及跟]|到|至|-|~){{0,2}}{WEEK}?{_DAY}){{0,6}}(?![0-9一二三四五六七八九十]*[次回遍])(?![0-9])"
)
_MONTH_PLACE = (
    rf"(?:(?:(?P<last>最后)一?个?|倒数第(?P<to_last>{NUMBER})个?|第(?P<nth>{NUMBER})个?)"
    rf"(?:(?P<workday>工作日)|{WEEK}(?P<weekday>{_DAY})|天|日)"
    rf"|(?P<edge>[底末初中])|(?P<day>{NUMBER})[号日](?P<also>(?:[、,和及跟]{NUMBER}[号日]){{0,6}}))?"
)
_EVERY_MONTH = rf"每(?:(?P<interval>[二两三四六])个|个)?月(?:份)?的?{_MONTH_PLACE}"
_EN_DAYS = rf"{ENGLISH_WEEKDAY}(?:(?:, ?(?:and )?| and | & )(?:[A-Za-z]+day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)s?)*".replace(
    "(?P<weekday>", "(?:"
)
_FESTIVALS = any_of(dict(SOLAR_FESTIVALS), dict(LUNAR_FESTIVALS), dict(HOLIDAYS))
_IS = re.IGNORECASE

RULE_PHRASES: RulePhrases = tuple(
    (re.compile(expression, flags), reading)
    for expression, flags, reading in (
        (rf"每个?学期的?第(?P<week>{NUMBER})个?(?:教学)?周(?:的?{WEEK}(?P<weekday>{_DAY}))?", 0, _term_week),
        (rf"(?P<every>每个?学期的?)(?P<edge>期?末|结束|开学|初|放假|返校){OFFSET}", 0, _term_edge),
        (
            (
                r"(?:每年的?)?(?:放)?(?P<season>[寒暑])假(?:(?P<first>第一天|开始(?:那|当)天)"
                rf"|之?前(?:的?(?P<amount>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜)))"
            ),
            0,
            _vacation_edge,
        ),
        (rf"(?P<every>(?!))?(?P<edge>期末|学期(?:末|结束)|开学|返校|放[寒暑]?假(?=之?前)){OFFSET}", 0, _term_edge),
        (r"(?P<every>每个?学期|\b(?i:every|each) (?:term|semester)\b)", 0, _term_edge),
        (r"每半年", 0, _half_yearly),
        (
            (
                rf"\b(?:(?P<amount>{ENGLISH_COUNT}) (?P<unit>days?|weeks?) (?P<side>before|after) )?(?:the )?"
                r"(?P<edge>end|start|beginning) of (?P<every>each |every )?(?:the )?(?:term|semester)\b"
            ),
            _IS,
            _term_edge,
        ),
        (r"每个?季度?的?(?P<place>[末底初]|(?:最后|第)一(?:个工作日|天))?", 0, _quarterly),
        (_EVERY_MONTH, 0, _monthly),
        (
            (
                r"\b(?:on )?(?:the )?(?P<nth>\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|last) ?"
                r"(?P<what>workday|working day|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday)?"
                r" of (?:every|each) month\b"
            ),
            _IS,
            _monthly_en,
        ),
        (
            (
                r"\bevery (?P<nth>first|second|third|fourth|last) "
                r"(?P<what>workday|working day|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
                r" of the month\b"
            ),
            _IS,
            _monthly_en,
        ),
        (
            r"\bevery month on the (?P<nth>\d{1,2}(?:st|nd|rd|th)|last) ?(?P<what>workday|working day|day)?",
            _IS,
            _monthly_en,
        ),
        (rf"每年(?:的?(?:农历|阴历)|的)?(?P<month>[正冬腊]|(?<=历){NUMBER})月(?P<day>初?{NUMBER})", 0, _yearly_lunar),
        (rf"每年的?(?P<month>{NUMBER})月(?:份|(?P<day>{NUMBER})[日号]?)?", 0, _yearly),
        (rf"每年的?(?P<festival>{any_of(dict(HOLIDAYS))})(?:假期|放假)?(?P<near>之?前|之?后)?", 0, _yearly_festival),
        (rf"每年的?(?P<festival>{_FESTIVALS})", 0, _yearly_festival),
        (rf"\bevery year on (?:the )?{ENGLISH_MONTH} (?P<day>\d{{1,2}})", _IS, _yearly),
        (rf"\bevery (?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{ENGLISH_MONTH}", _IS, _yearly),
        (rf"\bevery {ENGLISH_MONTH} (?P<day>\d{{1,2}})", _IS, _yearly),
        (rf"(?P<turn>[单双])周的?(?:每个?)?{WEEK}(?P<days>{_DAYS})", 0, _weekly),
        (r"(?:每个?|(?<![0-9一二三四五六七八九十两个]))工作日(?:每天)?(?!内|之|以|后|前)", 0, _workdays),
        (rf"每个?(?:上班|上学|教学)日|每天上班|(?:每个?)?{WEEK}一(?:到|至|-|~){WEEK}?[五5](?:每天)?", 0, _workdays),
        (
            rf"(?:每?(?:逢|到)(?={WEEK}[一二三四五六日天])|每(?P<gap>隔)?(?P<interval>[一二两三四五六八1-8])?个?|(?P<other>隔)){WEEK}(?:的?{WEEK}?(?P<days>{_DAYS})|[一1]次)?",
            0,
            _weekly,
        ),
        (rf"(?P<interval>[一二两三四1-8])个?{WEEK}[一1]次", 0, _weekly),
        (r"\b(?:every|each) (?:workday|weekday|working day|school day)s?\b|\bon (?:week|work)days\b", _IS, _workdays),
        (rf"\b(?:every|each) (?:(?P<other>other|second) )?(?P<days>{_EN_DAYS})", 0, _weekly),
        (rf"(?:\b[Oo]n )?\b(?P<days>(?:{_EN_DAYS})(?<=days))", 0, _weekly),
        (
            rf"\bevery (?:(?P<other>other|second)|(?P<interval>{ENGLISH_COUNT})) weeks?(?: on (?P<days>{_EN_DAYS}))?",
            0,
            _weekly,
        ),
        (rf"\b(?:weekly|every week)(?: on (?P<days>{_EN_DAYS}))?", 0, _weekly),
        (r"每天|每日|天天|每(?=[早晚])", 0, _daily),
        (r"\b(?:every month|monthly)\b", _IS, _monthly),
        (r"\b(?:every day|daily|each day|every(?= (?:morning|evening|afternoon|night)))\b", _IS, _daily),
    )
)
