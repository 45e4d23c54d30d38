"""The numbers of trainings that the charter leaves open."""

from handlers.rulebook import Rule
from handlers.texts import Text

CLAUSE = "5.2.2"

SILENT_DAYS = Rule(
    "trainings.silent_days", Text("培训前几天提醒未回复的人", "Silent invitees reminded before"), 3, "days", CLAUSE
)
DAY_BEFORE = Rule(
    "trainings.day_before", Text("培训前多久提醒参加的人", "Participants reminded before"), 24, "hours", CLAUSE,
    before=("trainings.silent_days",),
)  # fmt: skip
HOUR_BEFORE = Rule(
    "trainings.hour_before", Text("培训开始前再提醒", "Participants reminded again before"), 60, "minutes", CLAUSE,
    before=("trainings.day_before",),
)  # fmt: skip
OPENS = Rule(
    "trainings.check_in_opens", Text("签到提前多久开放", "Check-in opens before the start"), 15, "minutes", CLAUSE
)
LATE = Rule("trainings.late", Text("开始后多久内签到算迟到", "Check-in counts as late for"), 20, "minutes", CLAUSE)
CODE_LIVES = Rule(
    "trainings.code_minutes", Text("签到码多久换一次", "The check-in code changes every"), 1, "minutes", CLAUSE
)
WRONG_CODES = Rule(
    "trainings.wrong_codes", Text("签到码连错几次后要等", "Wrong check-in codes before a pause"), 5, "count", CLAUSE
)
FEEDBACK_DAYS = Rule(
    "trainings.feedback_days", Text("培训反馈收集多久", "Feedback is collected for"), 2, "days", CLAUSE
)
PASS_MARK = Rule(
    "trainings.pass_mark", Text("培训测验及格线", "Pass mark of the quiz"), 80, "percent", "7.1.2", most=100
)
QUIZ_TRIES = Rule("trainings.quiz_tries", Text("培训测验最多几次", "Tries of the quiz"), 3, "count", "7.1.2")
QUIZ_LONGEST = Rule(  # all answers travel in a button of 64 bytes: thirty are sure to fit beside any number
    "trainings.quiz_longest", Text("培训测验最多几题", "Questions of the quiz at most"), 20, "count", "7.1.2", most=30
)
LENGTH = Rule("trainings.length", Text("未说明时培训时长", "Length of a training unless said"), 60, "minutes", CLAUSE)
COVERED_FOR = Rule(
    "trainings.covered_for", Text("安全培训有效期", "A safety training counts for"), 365, "days", "7.1.2"
)
ALL = (
    SILENT_DAYS, DAY_BEFORE, HOUR_BEFORE, OPENS, LATE, CODE_LIVES, WRONG_CODES, FEEDBACK_DAYS, PASS_MARK, QUIZ_TRIES, QUIZ_LONGEST,
    LENGTH, COVERED_FOR,
)  # fmt: skip
