"""What is said about trainings."""

from handlers.texts import Phrase, Text
from storage.trainings import Arrival, Reply, Stage

STATUS = {
    Stage.PLANNED: Text("计划中", "planned"),
    Stage.INVITING: Text("邀请中", "inviting"),
    Stage.CHECK_IN: Text("签到中", "checking in"),
    Stage.FEEDBACK: Text("已结束，收集反馈", "over, collecting feedback"),
    Stage.ARCHIVED: Text("已归档", "archived"),
    Stage.CANCELLED: Text("已取消", "cancelled"),
}
REPLIES = {
    Reply.NONE: Text("未回复", "no answer"),
    Reply.YES: Text("参加", "coming"),
    Reply.NO: Text("请假", "excused"),
    Reply.WAITING: Text("候补", "waiting list"),
}
ARRIVALS = {
    Arrival.NONE: Text("缺席", "absent"),
    Arrival.ON_TIME: Text("已到", "present"),
    Arrival.LATE: Text("迟到", "late"),
    Arrival.MANUAL: Text("已到（补登）", "present (marked by hand)"),
}

TITLE = Text("培训", "Training")
PUBLISH = Text("发布", "Publish")
CHANGE = Text("修改", "Change")
MOVE = Text("改期", "Move")
CANCEL_IT = Text("取消培训", "Cancel training")
OPEN = Text("开始签到", "Open check-in")
END = Text("结束培训", "End training")
JOIN = Text("参加", "Join")
LEAVE = Text("请假", "Excuse me")
CHECK_IN = Text("签到", "Check in")
MARK = Text("补登", "Mark present")
FEED_BACK = Text("填反馈", "Give feedback")
QUIZ = Text("开始测验", "Start the quiz")
ROSTER = Text("看名单", "Roster")
ARCHIVE = Text("归档", "Archive")
MAKE_UP = Text("安排补训", "Plan a make-up")
CERTIFICATE = Text("证书", "Certificate")

TOPIC = Text("主题", "Topic")
WHEN = Text("时间", "Time")
PLACE = Text("地点", "Place")
WHO = Text("对象", "For")
HOST = Text("培训人", "Host")
KIND = Text("性质", "Kind")
ASK_WHY_MOVED = Text(
    "改到 {at}。为什么改？一句话，会告诉所有受邀的人。时间不对就说「取消」再说一遍。",
    "To {at}. Why? One sentence, for everybody who is invited. If the time is wrong: “cancel”, and say it again.",
)
REASON = Text("原因", "Reason")
PERSON = Text("人员", "Person")
CODE = Text("签到码", "Code")
SEATS = Text("名额", "Seats")
ASK_TOPIC = Text("培训什么？", "What is it about?")
ASK_WHEN = Text("什么时候？例如：下周三下午三点到四点半", "When? Such as: next Wednesday 3 to 4:30 pm")
ASK_PLACE = Text("在哪里？", "Where?")
ASK_WHO = Text("谁参加？例如：全体老师、高一和高二、信息中心", "Who takes part? Such as: all staff, Grade 1, IT")
ASK_CHANGE = Text(
    "改成什么？例如：时间：周五下午三点；地点：报告厅；名额：40；必训",
    "What changes? Such as: time: Friday 3 pm; place: hall; seats: 40; required",
)
ASK_REASON = Text("为什么？一句话。", "Why? One sentence.")
ASK_LEAVE = Text("为什么来不了？一句话就行。", "Why can you not come? One sentence is enough.")
LEAVE_REASONS = (Text("有课", "I teach"), Text("出差", "I am away"), Text("身体不适", "I am unwell"))
ASK_CODE = Text("请发屏幕上的四位签到码。", "Please send the four digits on the screen.")
ASK_PERSON = Text(
    "给谁补登？写姓名和原因，例如：李老师 手机没电", "Who is present? Name and reason, such as: Li, phone was flat"
)
NO_TIME = Text("没看懂时间，请写清楚日期和几点，例如：11月25日下午三点到四点半。",
               "I could not read the time; please give a day and an hour, such as 25 Nov 3 pm to 4:30 pm.")  # fmt: skip
PAST = Text("{at} 已经过去了，请换一个时间。", "{at} is over; please choose another time.")
QUIET = Text("{day} 是{why}，不能安排培训，请换一天。", "{day} is {why}; no training can be planned then.")
EXAMS = Text("考试时间", "exam time")
UNDISTURBED = Text("安静时段", "a quiet period")
CLASH = Text("时间冲突：{code}「{topic}」也用这个{what}（{at}）", "Clash: {code} “{topic}” has the same {what} ({at})")
CLASH_PLACE = Text("场地", "room")
CLASH_HOST = Text("培训人", "host")
NO_WORKDAY = Text("这天不上班，确定要这天吗？", "This is no working day; are you sure?")
IN_CLASS = Text("这是上课时间，有课的老师来不了", "Classes are held then; who teaches cannot come")
NOBODY = Text("按「{words}」没有能通知到的人，请换一个范围。", "“{words}” reaches nobody; please say who else.")
PLAN_NEW = Text("{code} 培训计划：{topic}", "{code} training plan: {topic}")
PLAN_HOW = Text(
    "没问题就「发布」，邀请马上发出；要改直接说。", "Press Publish to send the invitations; or just say what to change."
)
COUNT = Text("{words}（{count} 人：{departments}）", "{words} ({count}: {departments})")
LEFT_OUT = Text("不会收到：{reasons}", "Not reached: {reasons}")
REQUIRED = Text("必训（{clause}）", "required ({clause})")
OPTIONAL = Text("自愿参加", "voluntary")
SEATS_ARE = Text("{count} 人", "{count}")
TIME_SPAN = Text("{begin}–{end}", "{begin}–{end}")

INVITED = Text("邀请你参加培训：{topic}", "You are invited to a training: {topic}")
INVITED_REQUIRED = Text("必训：{topic}", "Required training: {topic}")
MAKE_UP_FOR = Text("这是 {code} 的补训", "This makes up for {code}")
YOU_COME = Text("你已报名：{topic}", "You are coming: {topic}")
YOU_WAIT = Text(
    "已满，你在候补第 {place} 位；有空位马上告诉你。", "It is full; you are number {place} on the waiting list."
)
YOU_MOVED_UP = Text("有空位了，你已报上：{topic}", "A seat is free, you are in: {topic}")
YOU_EXCUSED = Text("已记下你请假：{reason}", "Noted, you are excused: {reason}")
YOU_CAN_JOIN = Text("改主意了随时可以再点「参加」。", "Press Join any time if you change your mind.")
CALENDAR_FILE = Text("附了日历文件，点开就能加到手机日历。", "The calendar file adds it to your phone.")
PUBLISHED = Text("{code} 已发布，邀请 {count} 人", "{code} is published, {count} invited")
MOVED = Text("{code}「{topic}」改到 {at}", "{code} “{topic}” moved to {at}")
MOVED_WHY = Text(
    "改期原因：{reason}。已报名的请再确认一次。", "Reason: {reason}. Please confirm again if you were coming."
)
CANCELLED = Text("{code}「{topic}」取消了：{reason}", "{code} “{topic}” is cancelled: {reason}")
SILENT = Text("还没收到你的回复：{topic}（{at}）", "No answer from you yet: {topic} ({at})")
SOON = Text("培训提醒：{topic}，{at} 开始，地点 {place}", "Training reminder: {topic} begins {at}, {place}")
SOON_HOST = Text(
    "你主讲的 {code}「{topic}」{at} 开始；签到到点自动开放，也可以先发「开始签到」。",
    "Your training {code} “{topic}” begins {at}; check-in opens by itself or with “open check-in”.",
)
OPENED_YOU = Text(
    "{topic} 开始签到：发屏幕上的四位码，或扫码", "{topic}: check in with the four digits on the screen, or scan"
)
SHOW_CODE = Text("签到码 {code}（{at} 前有效）", "Code {code} (until {at})")
ON_THE_WALL = Text("投到大屏", "Show on the wall")
SO_FAR = Text("已到 {came}/{expected}", "{came}/{expected} present")
NOT_HERE = Text("未到：{names}", "Missing: {names}")
ALL_HERE = Text("报名的都到了", "Everybody is here")
ARRIVED = Text("签到成功：{topic}", "Checked in: {topic}")
ARRIVED_LATE = Text("签到成功（迟到）：{topic}", "Checked in (late): {topic}")
ALREADY_IN = Text("你已经签到了，{at}。", "You are checked in already, {at}.")
TOO_EARLY = Text("还没开放签到，{at} 起可以签，到时再发一次。", "Check-in opens at {at}; please send it again then.")
CHECK_IN_OVER = Text(
    "签到已经结束（{at} 止）。请找培训人{host}补登。", "Check-in closed at {at}. {host} can mark you present."
)
WRONG_CODE = Text(
    "签到码不对，码每 {minutes} 分钟换一次，请看屏幕上最新的。",
    "Wrong code; it changes every {minutes} min, please use the newest.",
)
TOO_MANY = Text(
    "错了太多次，请在 {at} 之后再试，或找{host}补登。", "Too many wrong codes; try again after {at}, or ask {host}."
)
NOT_INVITED = Text("你不在这次培训的名单里；要参加先点「参加」或找{host}。", "You are not on this list; ask {host}.")
NONE_LIVE = Text("现在没有正在签到的培训。", "No training is checking in right now.")
MARKED = Text("已补登：{name}（{reason}）", "Marked present: {name} ({reason})")
MARKED_YOU = Text("{host}已为你补登签到：{topic}", "{host} marked you present: {topic}")
NO_SUCH = Text("名单里没有「{name}」。请写被邀请的人的姓名和原因，如：李老师 手机没电",
               "“{name}” is not on the list. Write the name of somebody invited and why, such as: Li, phone was flat")  # fmt: skip
IN_ALREADY = Text("{name}已经签到了，{at}。", "{name} is checked in already, {at}.")
ASK_MARK_REASON = Text("为什么给{name}补登？再发一次姓名和原因，如：{name} 手机没电",
                       "Why mark {name} present? Send name and reason, such as: {name}, phone was flat")  # fmt: skip
ENDED = Text("{code} 已结束：到 {came}/{expected}", "{code} is over: {came}/{expected} came")
ENDED_YOU = Text("{topic} 结束了，说说感受吧（匿名，30 秒）", "{topic} is over; how was it? (anonymous, 30 seconds)")
MISSED_YOU = Text("你没有参加「{topic}」，有补训会邀请你。", "You missed “{topic}”; you will be invited to a make-up.")
DEPARTMENT_MISSED = Text(
    "{code}「{topic}」：{department}有 {count} 人缺席", "{code} “{topic}”: {count} of {department} were absent"
)
FEEDBACK_NUDGE = Text("还差你的反馈：{topic}", "Your feedback is missing: {topic}")
FEEDBACK_THANKS = Text("谢谢，已匿名记下。", "Thank you, noted without your name.")
FEEDBACK_DONE = Text("你已经填过反馈了，谢谢。", "You have given your feedback already, thank you.")
CONTENT = Text("内容", "Content")
PACE = Text("节奏", "Pace")
USE = Text("对工作的帮助", "Use for your work")
WORDS = Text("还想说什么", "Anything else")
ASK_CONTENT = Text("内容怎么样？1–5 分", "The content, from 1 to 5?")
ASK_PACE = Text("节奏合适吗？1–5 分", "The pace, from 1 to 5?")
ASK_USE = Text("对工作有帮助吗？1–5 分", "Useful for your work, from 1 to 5?")
SCORES = tuple((str(score), Text(f"{score} 分", str(score))) for score in range(1, 6))
SCORE_NOT_READ = Text("请给 1 到 5 分。", "Please give 1 to 5.")
AVERAGES = Text(
    "内容 {content} · 节奏 {pace} · 帮助 {use}（{count} 份）", "Content {content} · pace {pace} · use {use} ({count})"
)
TOO_FEW = Text("反馈不足 3 份，不显示分数（{count} 份）", "Fewer than 3 answers, no averages shown ({count})")

QUIZ_TITLE = Text("{code} 测验 {number}/{count}", "{code} quiz {number}/{count}")
QUIZ_PASSED = Text("测验 {score} 分，通过（及格 {mark}）", "Quiz: {score}, passed (mark {mark})")
QUIZ_FAILED = Text(
    "测验 {score} 分，没到 {mark}。还可以试 {left} 次。", "Quiz: {score}, below {mark}. {left} tries left."
)
QUIZ_OVER = Text(
    "测验 {score} 分，没到 {mark}，次数用完了。会邀请你补训。",
    "Quiz: {score}, below {mark}, no tries left. You will be invited to a make-up.",
)
QUIZ_ADDED = Text(
    "已加第 {number} 题：{question}（答案 {answer}）", "Question {number} added: {question} (answer {answer})"
)
QUIZ_LONG_ENOUGH = Text(
    "已经有 {count} 题，最多 {most} 题（细则「培训测验最多几题」）。",
    "There are {count} questions already, of {most} at most (a rule of the CIO).",
)
QUIZ_UNREADABLE = Text(
    "没读懂题目。请这样写：出题 TR-3 收到可疑邮件先做什么？A 点开看看 B 上报信息中心 C 转发同事 答案 B",
    "I could not read that. Write: quiz TR-3 A suspicious mail comes, what first? A open it B report it C forward it answer B",
)
SHEET_HANDED_IN = Text("这份答卷已经交了。要再做一次，请点「开始测验」。",
                       "That sheet is handed in. To try again, press “Start the quiz”.")  # fmt: skip
NO_QUIZ = Text("这次培训没有测验。", "This training has no quiz.")
QUIZ_PASSED_ALREADY = Text("你已经通过了（{score} 分）。", "You have passed already ({score}).")

RECORD = Text("记录编号 {record}", "Record {record}")
RECORDED = Text("已记入培训记录：{record}", "Your training record: {record}")
MY_RECORDS = Text("你的培训记录 {count} 条", "Your {count} training record(s)")
RECORD_LINE = Text("{date} {topic} · {arrival}{record}", "{date} {topic} · {arrival}{record}")
QUIZ_WAITS = Text(" · 测验还没通过", " · quiz not passed yet")
NO_RECORDS = Text("还没有你的培训记录。", "You have no training records yet.")
CERTIFICATE_TITLE = Text("培训证书", "Certificate of training")
CERTIFICATE_BODY = Text(
    "兹证明 {name}（{department}）于 {date} 参加「{topic}」培训，签到属实{quiz}，予以记录。",
    "This certifies that {name} ({department}) attended “{topic}” on {date}{quiz}.",
)
CERTIFICATE_QUIZ = Text("，测验 {score} 分", ", quiz score {score}")
CERTIFICATE_NUMBER = Text("编号：{record}    依据：制度 {clause}", "No. {record}    Charter clause {clause}")
CERTIFICATE_HERE = Text("证书在这里：{record}", "Here is your certificate: {record}")
CERTIFICATE_NONE = Text("这次还没有记录编号（{why}）。", "There is no record number yet ({why}).")
WHY_NOT_OVER = Text("培训还没结束", "the training is not over")

ROSTER_TITLE = Text(
    "{code} {topic}：参加 {yes} · 请假 {no} · 候补 {waiting} · 未回复 {none}",
    "{code} {topic}: {yes} coming · {no} excused · {waiting} waiting · {none} silent",
)
ROSTER_CAME = Text("已到 {came} · 迟到 {late} · 缺席 {absent}", "{came} present · {late} late · {absent} absent")
ROSTER_SO_FAR = Text(
    "已到 {came} · 迟到 {late} · 未到 {absent}", "{came} present · {late} late · {absent} not here yet"
)
ALREADY_COMING = Text(
    "你已经报名「{topic}」了，来不了就回「请假」。", "You are in already: {topic}. If you cannot come, say “excuse me”."
)
WAITS_FOR = Text(
    "「{topic}」：你在候补第 {place} 位，共 {count} 人候补。",
    "“{topic}”: you are number {place} of {count} on the waiting list.",
)
MOVES_UP = Text(
    "有人退出会按顺序递补，轮到你马上告诉你；不想等了就回「请假」。",
    "When somebody drops out the next one moves up and is told at once. Not waiting any more? Say “excuse me”.",
)
SAME_TIME = Text(
    "{code} 本来就是 {at}，没有改动，也没有通知任何人。", "{code} is at {at} already; nothing changed, nobody was told."
)
MOVE_AGAIN = Text("已经通知了；不合适的话再说「改期」。", "Everybody has been told; say “move” if that is not right.")
NOT_WAITING = Text("你没有在候补的培训。", "You are on no waiting list.")
NOT_WAITING_COMING = Text("你不在候补，已经报上名了：{topics}。", "You are not waiting: you have a seat in {topics}.")
SEATS_FOR_ALL = Text("「{topic}」不限名额，已有 {taken} 人参加。", "“{topic}” has no limit; {taken} are coming.")
SEATS_LEFT = Text("「{topic}」还有 {left} 个名额（共 {count} 个）。", "“{topic}”: {left} of {count} seats are left.")
SEATS_GONE = Text(
    "「{topic}」{count} 个名额已满，{waiting} 人候补；报名会排进候补。",
    "“{topic}”: all {count} seats are taken, {waiting} are waiting; you would join the waiting list.",
)
CALENDAR_OF = Text("日历文件：{topic}", "Calendar file: {topic}")
CALENDAR_WAITING = Text("你还在候补，位子还没定。", "You are still on the waiting list.")
CALENDAR_SILENT = Text("你还没回复参不参加，来的话说「参加」。", "You have not answered yet; say “join” to come.")
CALENDAR_EXCUSED = Text("你请了假；改主意了说「参加」。", "You are excused; say “join” to come after all.")
WHICH_CALENDAR = Text("要哪场培训的日历文件？", "Of which session?")
ALREADY_WAITING = Text(
    "你已经在「{topic}」的候补名单里，有空位马上告诉你。",
    "You are on the waiting list of “{topic}”; you will hear at once.",
)
ALREADY_EXCUSED = Text(
    "「{topic}」你已经请过假了；又能来了就回「参加」。",
    "You are excused from “{topic}”; if you can come after all, say “join”.",
)
NAMES = Text("{what}（{count}）：{names}", "{what} ({count}): {names}")
COVERAGE = Text(
    "安全培训覆盖 {covered}/{all}（近 {days} 天，{clause}）",
    "Safety training covers {covered}/{all} ({days} days, {clause})",
)
COVERAGE_LINE = Text("{department} {covered}/{all}", "{department} {covered}/{all}")
COVERAGE_MISSING = Text("{department} 还差：{names}", "{department} missing: {names}")
NONE_PLANNED = Text("现在没有安排中的培训。", "No training is planned.")
LIST = Text("培训 {count} 场", "{count} training(s)")
LINE = Text("{code} {topic} {at} · {status}", "{code} {topic} {at} · {status}")
MAKE_UP_HINT = Text(
    "缺席 {count} 人，可以「安排补训」，名单自动带上。", "{count} were absent; “Plan a make-up” invites exactly them."
)
MAKE_UP_TOPIC = Text("{topic}（补训）", "{topic} (make-up)")
ONLY_YOU_KNOW = Text("只有你和 CIO 看得到名单。", "Only you and the CIO see the names.")
LIST_TITLE = Text("培训：{topic}", "Training: {topic}")
CANCELLED_SHORT = Text("培训已取消：{topic}", "Cancelled: {topic}")
PLANNERS_ARE = Text(
    "CIO、技术员、调度、部门负责人、校领导、秘书或管理员",
    "the CIO, technicians, dispatchers, heads, leaders, the secretary or an administrator",
)
PLAN = Text("安排培训", "Plan a training")
NONE_TO_RATE = Text("没有等你反馈的培训。", "No training waits for your feedback.")
SCORES_TOO = Text("再点三个分就好。", "Three scores, and that is all.")
QUIZ_TOO_LATE = Text("培训已结束，不能再加题。", "The training is over; no more questions.")
COVERAGE_FOR = Text(
    "培训覆盖情况由 CIO、校领导、部门负责人和联络人查看。",
    "Training coverage is for the CIO, leaders, heads and liaisons.",
)
HOST_SAYS = Text("见通知", "as announced")
SEND_OR_SCAN = Text("在聊天里发这四位码，或扫码", "Send these four digits in the chat, or scan")
HELP = Text(
    "培训：签到、「我的培训记录」",
    "Trainings: check in, “my trainings”",
)
HELP_HOST = Text(
    "安排培训：如「下周三下午三点给全体老师安排网络安全培训」",
    "Plan a training: “plan a training on phishing next Wednesday 3 pm for all staff”",
)


def excuse(reason: str) -> Phrase:
    """Why somebody cannot come, in the reader's language where it was one of ours."""
    return next((ours for ours in LEAVE_REASONS if ours.zh == reason), reason)
