"""The words of a drill's report, and what it proposes to improve."""

from handlers.texts import Text

REPORT = Text("{code} {scenario}演练总结{state}", "{code} {scenario} drill report{state}")
IS_DRAFT = Text("（草案）", " (draft)")
IS_CONFIRMED = Text("（{name} {at} 确认）", " (confirmed by {name}, {at})")
DRAFT_DUE = Text("请在 {at} 前确认（{rule}）。改：说「修改总结 {code} …」。", "Please confirm by {at} ({rule}).")
ATTENDANCE = Text("到位", "In place")
ATTENDANCE_IS = Text("{here}/{all} 人（{percent}%）", "{here}/{all} ({percent}%)")
FIRST_ACK = Text("首个响应", "First response")
HELD = Text("起止", "Held")
HELD_IS = Text("{start}–{end}（{minutes} 分钟）", "{start}–{end} ({minutes} min)")
NO_SHOWS = Text("未到位", "Missing")
NONE_MISSING = Text("无", "none")
OBJECTIVE_MET = Text(
    "达标 {name}：目标 {minutes} 分钟，实际 {actual}", "Met: {name}, target {minutes} min, actual {actual}"
)
OBJECTIVE_LATE = Text(
    "未达标 {name}：目标 {minutes} 分钟，实际 {actual}", "Missed: {name}, target {minutes} min, actual {actual}"
)
NOT_REACHED_AT_ALL = Text("没有达成", "not reached")
INJECT_RESULT = Text(
    "注入{number}（T+{after}）{words}：收到 {got}/{all}，首个 {first}，处理 {handled}",
    "Inject {number} (T+{after}) {words}: {got}/{all} received, first {first}, {handled} handled",
)
NEVER = Text("无", "none")
NOT_SENT = Text("注入{number}（T+{after}）{words}：没有发出", "Inject {number} (T+{after}) {words}: not sent")
RATING = Text("观察员 {name}：{score} 分 {remark}", "Observer {name}: {score} {remark}")
TIMELINE = Text("时间线", "Time line")
PROPOSALS = Text("改进建议", "Improvements")
PROPOSAL = Text("{number}. {text}（{owner}，{due}）{edited}", "{number}. {text} ({owner}, {due}){edited}")
EDITED = Text("〔{name} {at} 修改〕", " [edited by {name}, {at}]")
ADDED = Text("补充：{words}〔{name} {at}〕", "Added: {words} [{name}, {at}]")
DROPPED = Text("删去：{words}〔{name} {at}〕", "Dropped: {words} [{name}, {at}]")
COMPARED = Text("与上次 {code}（{day}）比较：{what}", "Compared with {code} ({day}): {what}")
COMPARE_IS = Text("{name} {before}→{now}", "{name} {before} → {now}")
SECONDS = Text("{seconds} 秒", "{seconds} s")
TOOK = Text("{minutes} 分 {seconds} 秒", "{minutes} min {seconds} s")
TOOK_MINUTES = Text("{minutes} 分钟", "{minutes} min")
CONFIRM_LATE = Text("{code} 演练总结到 {at} 还没确认（{rule}）", "{code}: the report is not confirmed by {at} ({rule})")
CONFIRMED_TOLD = Text(
    "{code} 演练总结已确认，{count} 条改进已分派", "{code}: the report is confirmed, {count} improvement(s) assigned"
)
ITEMS = Text("改进项", "Improvements")
NO_SUCH_ITEM = Text("没有第 {number} 条改进。", "There is no item {number}.")
AT_LEAST_ONE = Text("至少留一条改进。", "Please keep one at least.")
EDIT_DONE = Text("已改，改动会标出来。", "Changed; the change is marked.")
ARCHIVED = Text("{code} 的改进都已完成，演练归档。", "All improvements of {code} are done; it is archived.")
FILE_NAME = Text("{code} {scenario}演练总结.docx", "{code} drill report.docx")
SECTION_FACTS = Text("基本情况", "Facts")
SECTION_OBJECTIVES = Text("目标与用时", "Objectives")
SECTION_INJECTS = Text("情况注入", "Injects")
SECTION_REMARKS = Text("观察员意见和补充", "Remarks")
FILE_NOTE = Text("演练记录，仅供校内使用，不对外提供。", "A record of a drill, for use inside the school only.")

P_LATE = Text(
    "「{name}」目标 {minutes} 分钟、实际 {actual}：找出慢在哪一步并改预案",
    "“{name}” took {actual} (target {minutes} min): find the slow step and mend the plan",
)
P_NEVER = Text(
    "「{name}」没有在演练中达成：明确由谁做、怎么做，写进预案", "“{name}” was not reached: settle who does it and how"
)
P_MISSING = Text(
    "{count} 人未到位（{names}）：核对联系方式并补练一次",
    "{count} missing ({names}): check how to reach them and drill again",
)
P_UNREACHABLE = Text(
    "{count} 人没有可用账号（{names}）：绑定账号或改用电话通知",
    "{count} cannot be reached ({names}): bind an account or call",
)
P_INJECT = Text(
    "情况{number}「{words}」{count} 人没有处理：讲清处置办法",
    "Situation {number} “{words}”: {count} did not handle it; explain how",
)
P_REMARK = Text("观察员意见：{remark}", "Observer: {remark}")
P_PLAN = Text("对照本次用时修订预案 {plan}", "Revise the plan {plan} by what was measured")
P_NO_PLAN = Text("为「{scenario}」制定应急预案", "Write an emergency plan for “{scenario}”")
P_SHARE = Text("把本次时间线整理成案例，向各部门讲一次", "Tell all departments what happened, by the time line")
P_PHONES = Text("更新应急联系人和电话表", "Renew the list of emergency contacts")

POINT = Text(
    "到位 {attendance}；首个响应 {first}；未到位：{missing}",
    "In place {attendance}; first response {first}; missing: {missing}",
)
