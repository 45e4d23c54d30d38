"""The table of what teachers say for things that come back, with its readings. Part of `time_recurrence`."""

import re
from collections.abc import Callable

from handlers.numerals import NUMBER, read_number
from handlers.recurrence import (
    Daily,
    Edge,
    HolidayEdge,
    Lunar,
    Monthly,
    MonthlyNth,
    NthWorkday,
    Occasion,
    Pattern,
    Season,
    TermEdge,
    TermParts,
    TermWeek,
    TermWeeks,
    VacationEdge,
    Weekly,
    Yearly,
)
from handlers.timing.recurrence_patterns import EVERY_MONTH
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
    ordinal,
)

Match = re.Match[str]
Reading = Callable[[Match], Pattern | None]
RulePhrases = tuple[tuple[re.Pattern[str], Reading], ...]

_QUARTERS = {"first": (1, 4, 7, 10), "last": (3, 6, 9, 12)}


def _workdays(_match: Match) -> Pattern:
    return Daily()


def _daily(_match: Match) -> Pattern:
    return Daily(workdays_only=False)


def _every_few_days(match: Match) -> Pattern | None:
    """每三天, 每隔一天 (every second day), every other day."""
    said = match.groupdict()
    interval = 2 if said.get("other") else count(said.get("interval") or "") or 1
    return Daily(workdays_only=False, interval=interval + 1 if said.get("gap") else interval)


def _twice_a_month(_match: Match) -> Pattern:
    return Monthly(1, also=(15,))


def _term_parts(match: Match) -> Pattern | None:
    times = count(match["times"])
    return TermParts(times) if times else None


def _occasion(match: Match) -> Pattern | None:
    """每次期中考试前三天: counted from what the school enters under that name."""
    if match["name"] in {"每学期", "学期"}:
        return None
    days = _distance(match)
    return None if days is None else Occasion(match["name"], days)


def _holidays(match: Match) -> Pattern | None:
    """每逢节假日前一天; 前 alone is the day before."""
    days = _distance(match)
    return HolidayEdge(days) if days else None


def _distance(match: Match) -> int | None:
    """So many days before (negative) or after; 前 alone is the day before."""
    said = match.groupdict()
    if not said.get("side"):
        return 0
    number = count(said.get("amount") or "一")
    if number is None:
        return None
    unit = (said.get("unit") or "").lower().rstrip("s")
    days = number * (7 if unit in {"周", "星期", "礼拜", "week"} else 30 if unit == "月" else 1)
    return -days if "前" in said["side"] or said["side"].lower() == "before" else days


def _weekly(match: Match) -> Pattern | None:
    said = match.groupdict()
    interval = 2 if said.get("other") else count(said.get("interval") or "") or 1
    interval += 1 if said.get("gap") and said.get("interval") else 0
    weeks = {"单": TermWeeks.ODD, "双": TermWeeks.EVEN}.get(said.get("turn") or "", TermWeeks.ALL)
    if said.get("days") == "末":
        return Weekly((5,), interval)
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
    if said.get("month"):
        months = (read_number(said["month"]) or 0,)
    if said.get("days"):
        day, *also = (read_number(day) or 0 for day in re.findall(NUMBER, said["days"]))
        return Monthly(day, months, tuple(also))
    if said.get("edge"):
        return _month_edge(said["edge"], months)
    nth = -1 if said.get("last") else read_number(said.get("nth") or "") or 0
    if said.get("to_last"):
        nth = -(read_number(said["to_last"]) or 0)
    if not nth:
        return NthWorkday(1, months)
    if said.get("workday"):
        return NthWorkday(nth, months)
    if said.get("weekday"):
        others = tuple(read_number(one) or 0 for one in re.findall(NUMBER, said.get("also") or ""))
        return MonthlyNth(nth, WEEKDAYS[said["weekday"]], months, others)
    return Monthly(31 if nth == -1 else nth, months)


def _month_edge(edge: str, months: tuple[int, ...]) -> Pattern:
    if edge in {"中", "中旬"}:
        return Monthly(15, months)
    return NthWorkday(1 if edge in {"初", "上旬"} else -1, months)


def _quarterly(match: Match) -> Pattern:
    words = match["place"] or "末"
    first = "第一" in words or "初" in words
    months = _QUARTERS["first" if first else "last"]
    if match["weekday"]:
        return MonthlyNth(1 if first else -1, WEEKDAYS[match["weekday"]], months)
    if "天" in words:
        return Monthly(1 if first else 31, months)
    return NthWorkday(1 if first else -1, months)


def _month_of_quarter(match: Match) -> Pattern | None:
    """每季度第二个月15号."""
    which = match["which"]
    month = {"首": 1, "末": 3, "最": 3}.get(which[0]) or read_number(which[1])
    day = read_number(match["day"] or "1")
    return Monthly(day, (month, month + 3, month + 6, month + 9)) if month in {1, 2, 3} and day else None


def _half_yearly(_match: Match) -> Pattern:
    return NthWorkday(1, (1, 7))


def _monthly_en(match: Match) -> Pattern | None:
    said = {name: (value or "").lower() for name, value in match.groupdict().items()}
    nth, also = _nth_en(said["nth"]), tuple(_nth_en(said[more]) for more in ("also",) if said.get(more))
    months = (ENGLISH_MONTHS[said["month"][:3]],) if said.get("month") else EVERY_MONTH
    if not said["what"] or said["what"] == "day":
        return Monthly(31 if nth == -1 else nth, months, also)
    if said["what"] in {"workday", "working day"}:
        return NthWorkday(nth, months)
    return MonthlyNth(nth, ENGLISH_WEEKDAYS[said["what"]], months, also)


def _nth_en(said: str) -> int:
    return -1 if said == "last" else ordinal(said) or 0


def _term_week_en(match: Match) -> Pattern:
    return TermWeek(int(match["week"]), ENGLISH_WEEKDAYS[(match["weekday"] or match["weekday_too"] or "mon").lower()])


def _term_week(match: Match) -> Pattern:
    return TermWeek(read_number(match["week"]) or 0, WEEKDAYS[match["weekday"] or "一"])


def _term_edge(match: Match) -> Pattern | None:
    """期末前两周 and 每学期开学后三天; without 每学期 only with a distance, which is what makes it a rule."""
    said = match.groupdict()
    words = (said.get("edge") or "").lower()
    edge = Edge.START if words in {"开学", "返校", "start", "beginning", "初", ""} else Edge.END
    number, unit = count(said.get("amount") or ""), (said.get("unit") or "").lower()
    side, of_year = said.get("side") or "", "年" in (said.get("every") or "")
    if (week := said.get("nth_week")) and edge is Edge.START:
        weekly = said.get("every") and TermWeek(read_number(week) or 0, WEEKDAYS[said.get("weekday") or "一"])
        return weekly or None
    if said.get("nth_weekday") or said.get("last_weekday"):
        return None
    if number and side:
        days = number * (7 if unit.rstrip("s") in {"周", "星期", "礼拜", "week"} else 30 if unit == "月" else 1)
        days = -days if "前" in side or side == "before" else days
        return TermEdge(
            edge, days + 1 if words.startswith("放") else days, of_year
        )  # 放假前一天 is the last day of the term
    if not said.get("every"):
        return None
    return TermEdge(
        edge,
        -1 if "前" in side else (read_number(said.get("nth") or "") or 1) - 1 if edge is Edge.START else 0,
        of_year,
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
    days = _distance(match) if said.get("amount") else 0
    return Yearly(month, day, days) if month and day and days is not None else None


def _yearly_lunar(match: Match) -> Pattern | None:
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["month"]) or read_number(match["month"])
    day = read_number(match["day"].removeprefix("初"))
    days = _distance(match) if match["amount"] else 0
    return Lunar(month, day, days) if month and day and days is not None else None


def _yearly_festival(match: Match) -> Pattern | None:
    name = match["festival"]
    days = _distance(match) if match.groupdict().get("amount") else 0
    if days is None:
        return None
    if name in SOLAR_FESTIVALS:
        return Yearly(*SOLAR_FESTIVALS[name], days)
    if name in LUNAR_FESTIVALS:
        return Lunar(*LUNAR_FESTIVALS[name], days)
    kind, month, day = MAIN_DAYS[HOLIDAYS[name]]
    return Yearly(month, day, days) if kind == "solar" else Lunar(month, day, days)


_DAY = r"[一二三四五六日天1-7]"
_SIGN = r"[一二三四五六日天]"
_DAYS = (
    rf"{_DAY}(?:(?:[、,和及跟]|到|至|-|~){{0,2}}{WEEK}?{_DAY}){{0,6}}"
    r"(?![0-9一二三四五六七八九十]*[次回遍])(?!(?<=[0-9])[0-9:点时])"
)
_MONTH_PLACE = (
    rf"(?:(?:(?P<last>最后)一?(?:个|(?=周的?周|工作日|天|日))|倒数第(?P<to_last>{NUMBER})个?"
    rf"|第(?P<nth>{NUMBER})(?P<also>(?:个?[、,和及跟]第?{NUMBER}){{0,4}})(?:个|(?=周的?周|工作日|天|日)))"
    rf"(?:(?P<workday>工作日)|(?:周的?)?{WEEK}(?P<weekday>{_DAY})|天|日)"
    rf"|(?P<edge>[底末初]|[上中下]旬|中)|(?P<days>{NUMBER}(?:[号日]?[、,和及跟]{NUMBER}){{0,6}})[号日])"
)
_EVERY_MONTH = rf"每(?:(?P<interval>[二两三四六])个|个)?月(?:份)?的?{_MONTH_PLACE}?"
_EN_DAYS = rf"{ENGLISH_WEEKDAY}(?:(?:, ?(?:and )?| and | & )(?:[A-Za-z]+day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)s?)*".replace(
    "(?P<weekday>", "(?:"
)
_AWAY = rf"(?:(?P<side>之?前|之?后)的?(?P<amount>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜|月))"
_EN_NTH = r"(?P<nth>\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|last)"
_EN_WHAT = r"(?P<what>workday|working day|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_FESTIVALS = any_of(dict(SOLAR_FESTIVALS), dict(LUNAR_FESTIVALS), dict(HOLIDAYS))
_IS = re.IGNORECASE

RULE_PHRASES: RulePhrases = tuple(
    (re.compile(expression, flags), reading)
    for expression, flags, reading in (
        (r"每个?学期(?:开展|进行|做|搞)?(?P<times>[两二三四五六2-6])次", 0, _term_parts),
        (rf"每个?学期的?第(?P<week>{NUMBER})个?(?:教学)?周(?:的?{WEEK}(?P<weekday>{_DAY}))?", 0, _term_week),
        (rf"(?P<every>每个?学[期年]的?)(?P<edge>期?末|结束|开学|开始|初|放假|返校){OFFSET}", 0, _term_edge),
        (
            (
                r"(?P<yearly>每年的?)?(?:放)?(?P<season>[寒暑])假(?:(?P<first>第一天|开始(?:那|当)天)"
                rf"|之?前(?:的?(?P<amount>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜))|(?(yearly)之?前|(?!)))"
            ),
            0,
            _vacation_edge,
        ),
        (
            (
                r"(?<!遇)(?<!遇到)(?:每(?:逢|次|到|一?个)?|逢|所有的?|凡)(?:法定|国家|公共)?(?:节假日|节日|假日|[小长]+假|放假|(?<=逢)假期?)"
                rf"的?(?P<side>之?前|之?后)(?:的?(?P<amount>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜)|(?:的?(?:最后|第)一个?(?:工作日|天)))?"
            ),
            0,
            _holidays,
        ),
        (
            (
                rf"\b(?:(?P<amount>{ENGLISH_COUNT}) (?P<unit>days?|weeks?) |(?:on )?the day )?(?P<side>before|after) "
                r"(?:every|each|all) (?:public |national )?holidays?\b"
            ),
            _IS,
            _holidays,
        ),
        (rf"(?P<every>(?!))?(?P<edge>期末|学期(?:末|结束)|开学|返校|放[寒暑]?假(?=之?前)){OFFSET}", 0, _term_edge),
        (
            (
                r"\b(?:(?:on )?(?P<weekday_too>[A-Z][a-z]+day) of )?week (?P<week>\d{1,2})"
                rf"(?:,? (?:on )?{ENGLISH_WEEKDAY})? of (?:every|each) (?:term|semester)\b"
            ),
            0,
            _term_week_en,
        ),
        (
            (
                r"\b[Ee](?:very|ach) (?:term|semester),? (?:in |on )?week (?P<week>\d{1,2})"
                rf"(?:,? (?:on )?{ENGLISH_WEEKDAY})?(?P<weekday_too>(?!))?"
            ),
            0,
            _term_week_en,
        ),
        (r"(?P<every>每个?学[期年](?!期中|考试)(?:[一1]次)?|\b(?i:every|each) (?:term|semester)\b)", 0, _term_edge),
        (
            (
                rf"(?:每(?:一?次|逢|个?学期的?)|逢)(?P<name>期[中末](?=考)|考试|月考|模考|家长会|运动会|联考)"
                rf"(?:考试?)?(?:之?(?P<side>前|后)(?:的?(?P<amount>{NUMBER})个?(?P<unit>天|日|周|星期|礼拜|月))?|[那当]天)?"
            ),
            0,
            _occasion,
        ),
        (r"每个?学期(?=期中|考试)", 0, lambda _match: None),
        (r"每半个?月|半个?月一次|\btwice a month\b", _IS, _twice_a_month),
        (r"每半年", 0, _half_yearly),
        (
            (
                rf"\b(?:(?P<amount>{ENGLISH_COUNT}) (?P<unit>days?|weeks?) (?P<side>before|after) )?(?:the )?"
                r"(?P<edge>end|start|beginning) of (?P<every>each |every )?(?:the )?(?:term|semester)\b"
            ),
            _IS,
            _term_edge,
        ),
        (
            rf"每个?季度?的?(?P<which>第[一二三]个?月|最后一个?月|[首末]月)的?(?:(?P<day>{NUMBER})[号日])?",
            0,
            _month_of_quarter,
        ),
        (
            rf"每个?季度?的?(?P<place>[末底初]|(?:最后|第)一(?:个工作日|天|个{WEEK}(?P<weekday>[一二三四五六日天])))?(?:[一1]次)?",
            0,
            _quarterly,
        ),
        (_EVERY_MONTH, 0, _monthly),
        (
            (
                rf"\b(?:on )?(?:the )?{_EN_NTH}(?: and (?:the )?(?P<also>\d{{1,2}}(?:st|nd|rd|th)|second|third|fourth|last))? ?"
                rf"{_EN_WHAT}? of (?:every|each) (?:month|{ENGLISH_MONTH})"
            ),
            _IS,
            _monthly_en,
        ),
        (rf"\bevery {_EN_NTH} {_EN_WHAT} of (?:the month|{ENGLISH_MONTH})", _IS, _monthly_en),
        (rf"\bevery (?P<nth>last) {_EN_WHAT}", _IS, _monthly_en),
        (
            rf"\b(?:every month|monthly|once a month) on the {_EN_NTH} ?{_EN_WHAT}?",
            _IS,
            _monthly_en,
        ),
        (rf"\b(?:every year|yearly) on the {_EN_NTH} {_EN_WHAT} (?:of|in) {ENGLISH_MONTH}", _IS, _monthly_en),
        (
            rf"每年(?:的?(?:农历|阴历)|的)?(?P<month>[正冬腊]|(?<=历){NUMBER})月(?P<day>初?{NUMBER}){_AWAY}?",
            0,
            _yearly_lunar,
        ),
        (
            rf"每年的?(?P<month>{NUMBER})月份?的?(?P<interval>(?!))?{_MONTH_PLACE.replace('days>', 'none>(?!)')}",
            0,
            _monthly,
        ),
        (rf"每年的?(?P<month>{NUMBER})月(?:份|(?P<day>{NUMBER})[日号]?{_AWAY}?)?", 0, _yearly),
        (rf"每年的?(?P<festival>{_FESTIVALS}){_AWAY}", 0, _yearly_festival),
        (
            (
                rf"每年的?(?P<festival>{any_of(dict(HOLIDAYS))})(?:假期|放假)?"
                r"(?:(?P<near>之?前|之?后)(?:的?第一个?(?:天|工作日))?)?"
            ),
            0,
            _yearly_festival,
        ),
        (rf"每年的?(?P<festival>{_FESTIVALS})", 0, _yearly_festival),
        (rf"\b(?:every year|yearly|once a year) on (?:the )?{ENGLISH_MONTH} (?P<day>\d{{1,2}})", _IS, _yearly),
        (rf"\bevery (?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{ENGLISH_MONTH}", _IS, _yearly),
        (rf"\bevery {ENGLISH_MONTH} (?P<day>\d{{1,2}})", _IS, _yearly),
        (rf"(?P<turn>[单双])周的?(?:每个?)?{WEEK}?(?P<days>{_DAYS})", 0, _weekly),
        (r"(?:每个?|(?<![0-9一二三四五六七八九十两个]))工作日(?:每天)?(?!内|之|以|后|前)", 0, _workdays),
        (
            rf"每个?(?:上班|上学|教学)日|每天上班|(?<![下上这本])(?<![下上这本]个)(?:每个?)?{WEEK}一(?:到|至|-|~){WEEK}?[五5](?:每天)?",
            0,
            _workdays,
        ),
        (
            rf"(?:(?:每(?:逢|到)|(?<![一二三四五六日天])(?:逢|到))(?={WEEK}[一二三四五六日天])|每(?P<gap>隔)?(?P<interval>[一二两三四五六八1-8])?个?|(?P<other>隔)){WEEK}(?:的?{WEEK}?(?P<days>{_DAYS}|末)|[一1]次)?",
            0,
            _weekly,
        ),
        (rf"(?P<interval>[一二两三四1-8])个?{WEEK}[一1]次", 0, _weekly),
        (rf"(?<![下上这本每单双隔个]){WEEK}(?P<days>{_SIGN}(?:[、,]?{_SIGN}){{1,5}})(?![节次点号月])", 0, _weekly),
        (r"\b(?:every|each) (?:workday|weekday|working day|school day)s?\b|\bon (?:week|work)days\b", _IS, _workdays),
        (rf"\b(?:every|each) (?:(?P<other>other|second) )?(?P<days>{_EN_DAYS})", 0, _weekly),
        (rf"(?:\b[Oo]n )?\b(?P<days>(?:{_EN_DAYS})(?<=days))", 0, _weekly),
        (
            rf"\bevery (?:(?P<other>other|second)|(?P<interval>{ENGLISH_COUNT})) weeks?(?: on (?P<days>{_EN_DAYS}))?",
            0,
            _weekly,
        ),
        (r"\bevery weekend\b", _IS, lambda _match: Weekly((5,))),
        (rf"\b(?:weekly|every week(?!end)|once a week)(?: on (?P<days>{_EN_DAYS}))?", 0, _weekly),
        (rf"每(?P<gap>隔)?(?P<interval>{NUMBER})[天日](?:[一1]次)?", 0, _every_few_days),
        (rf"\bevery (?:(?P<other>other|second)|(?P<interval>{ENGLISH_COUNT})) days?\b", _IS, _every_few_days),
        (r"每天|每日|天天|每(?=[早晚])", 0, _daily),
        (r"\bevery quarter\b|\bquarterly\b", _IS, lambda _match: NthWorkday(-1, _QUARTERS["last"])),
        (r"\b(?:every month|monthly|once a month)\b", _IS, _monthly),
        (r"\b(?:every day|daily|each day|every(?= (?:morning|evening|afternoon|night)))\b", _IS, _daily),
    )
)
