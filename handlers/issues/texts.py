"""How the issue desk speaks."""

from handlers.texts import Text
from storage.issues import Status

STATUS = {
    Status.NEW: Text("新建，等待接单", "new, waiting"),
    Status.ACCEPTED: Text("已受理", "accepted"),
    Status.WORKING: Text("处理中", "being worked on"),
    Status.ON_HOLD: Text("挂起", "on hold"),
    Status.RESOLVED: Text("已解决", "resolved"),
    Status.CLOSED: Text("已关闭", "closed"),
    Status.CANCELLED: Text("已取消", "cancelled"),
    Status.MERGED: Text("已合并", "merged"),
    Status.TO_PROJECT: Text("转立项", "turned into a project"),
    Status.TO_INCIDENT: Text("转安全事件", "turned into an incident"),
}

# Words on buttons (operator.md).
CLAIM = Text("接单", "Claim")
TRANSFER = Text("转派", "Transfer")
HOLD = Text("挂起", "Hold")
RESUME = Text("继续处理", "Resume")
RESOLVE = Text("已解决", "Resolved")
MERGE = Text("合并", "Merge")
PROGRESS = Text("进展", "Progress")
AGREE = Text("同意撤回", "Agree to withdraw")
FIXED = Text("好了", "Fixed")
NOT_FIXED = Text("没好", "Not fixed")
REOPEN = Text("重新打开", "Reopen")
RATE = Text("评价", "Rate")
AMEND = Text("修改", "Edit")
WITHDRAW = Text("撤回", "Withdraw")
URGE = Text("催单", "Urge")
SUPPLEMENT = Text("补充", "Add")
TO_PROJECT = Text("转立项", "To project")
TO_INCIDENT = Text("转安全事件", "To incident")
AUTO_CLOSE = Text("自动关闭", "Close by itself")
NO_ANSWER = Text("无回应", "No answer")
LAPSE = Text("退回队列", "Back to the queue")
UNDO = Text("撤销", "Undo")
CAUSE = Text("原因", "Cause")
CAUSES = {
    "worn": Text("设备老化", "worn out"),
    "use": Text("使用不当", "handling"),
    "network": Text("网络", "network"),
    "software": Text("软件设置", "software or settings"),
    "other": Text("其他原因", "other cause"),
}
CAUSE_NOTED = Text("{code} 原因：{cause}", "{code} cause: {cause}")
ASK_CAUSE = Text("原因是哪一类？{causes}", "Which cause: {causes}?")
STARS = {stars: Text(f"{stars} 星", f"{stars} star{'s' if stars > 1 else ''}") for stars in range(1, 6)}
LOOK = Text("看 {code}", "Open {code}")
ADD_TO = Text("同一件，补充到 {code}", "Same thing: add to {code}")
FILE_ANYWAY = Text("不同，另开一单", "Different: file it")
SKIP = Text("就这样", "That's all")

# Names of facts.
PLACE = Text("地点", "Place")
ASSET = Text("设备", "Device")
FAULT = Text("现象", "Fault")
URGENCY = Text("紧急", "Urgency")
DEPARTMENT = Text("报修部门", "Department")
PRIORITY = Text("优先级", "Priority")
DUE = Text("时限", "Due")
CONTACT = Text("报修人", "Reporter")
REASON = Text("原因", "Reason")
WAKE = Text("恢复日期", "Resume on")
SOLUTION = Text("处理结果", "What was done")
PERSON = Text("转给", "To")
MASTER = Text("主单", "Main issue")
NOTE = Text("说明", "Note")
PICTURES = Text("附件", "Attachments")
STATE = Text("状态", "Status")
NOT_GIVEN = Text("未说明", "not given")
NOT_APPLICABLE = "不适用"

# Questions.
REPORT = Text("报修", "Fault report")
ASK_ALL = Text(
    "哪里的什么坏了？一句话就行，例如：高二3班投影仪不亮",
    "What is broken, and where? One sentence, such as: projector in Room 302 is dead",
)
ASK_PLACE = Text("{what}在哪里？（教室、办公室或楼层）", "Where is it ({what})? Room, office or floor")
ASK_PLACE_PLAIN = Text("在哪里？（教室、办公室或楼层）", "Where is it? Room, office or floor")
ASK_FAULT = Text(
    "{what}怎么了？例如：不亮、没声音、连不上网", "What is wrong with {what}? Such as: dark, no sound, no network"
)
ASK_FAULT_PLAIN = Text("是什么问题？例如：不亮、没声音、连不上网", "What is wrong? Such as: dark, no sound, no network")
GOT_PICTURES = Text("照片收到了（{count} 张）。", "Got your picture(s): {count}.")
ASK_HOLD_REASON = Text("为什么挂起？", "Why on hold?")
HOLD_REASONS = {
    "user": Text("等报修人", "Waiting for the reporter"),
    "parts": Text("等配件", "Waiting for parts"),
    "approval": Text("等审批", "Waiting for approval"),
    "external": Text("等厂家", "Waiting for the vendor"),
}
ASK_WAKE = Text("哪天继续？例如：下周三", "When do you look at it again? Such as: next Wednesday")
TOMORROW = Text("明天", "Tomorrow")
NEXT_MONDAY = Text("下周一", "Next Monday")
NOT_A_DAY = Text(
    "没看懂是哪天。请写日期，例如：下周三、9月20日", "Which day? Please write a date, such as: next Wednesday, 20 Sep"
)
PAST_DAY = Text("这个时间已经过了，请写以后的日期。", "That has passed; please give a later date.")
ASK_SOLUTION = Text("怎么解决的？一句话，报修人会看到", "What did you do? One sentence; the reporter will see it")
ASK_PERSON = Text("转给哪位技术员？写姓名", "To which technician? Write the name")
NO_SUCH_PERSON = Text(
    "没有叫「{name}」的技术员。可以转给：{people}", "No technician called “{name}”. You can choose: {people}"
)
ASK_MASTER = Text("并到哪一单？写单号，例如 T-0001", "Into which issue? Write its number, such as T-0001")
BAD_MASTER = Text(
    "不能并到 {code}：它不存在、已结束，或就是本单。",
    "Cannot merge into {code}: not there, finished, or the same issue.",
)
ASK_NOT_FIXED = Text("哪里还没好？一句话", "What is still wrong? One sentence")
ASK_WITHDRAW = Text("为什么撤回？", "Why withdraw it?")
WITHDRAW_REASONS = (
    Text("自己好了", "It works again"),
    Text("报错了", "Filed by mistake"),
    Text("不需要了", "No longer needed"),
)
ASK_CHANGE = Text("改成什么？例如：地点：高二4班", "What should change? Such as: place: Room 304")
CHANGE_UNCLEAR = Text(
    "没看懂要改什么。可以写：地点：…；设备：…；现象：…",
    "I did not see what to change. Write: place: …; device: …; fault: …",
)
ASK_NOTE = Text("要补充什么？", "What would you like to add?")

# Filing.
FILED = Text("报修已登记：{code}", "Filed: {code}")
EXPECT = Text("预计 {respond} 前有人接单，{resolve} 前解决。", "Expect a technician by {respond}, a fix by {resolve}.")
EXPECT_RESPONSE = Text(
    "预计 {respond} 前有人答复，完成时间和你约定。", "Expect an answer by {respond}; the date is agreed with you."
)
HOLIDAY = Text("现在是{label}，从 {day} 起计时。", "It is {label}; the clock starts on {day}.")
BIND_TO_SUBMIT = Text(
    "要提交，先绑定身份：向信息技术人员要绑定码，发送「绑定 你的绑定码」。草稿我留着，绑定后再点「提交」就行。",
    "To submit, bind your account first: ask IT staff for a code and send “bind YOUR-CODE”. I keep the draft; then press Submit.",
)
DRAFT_WAITS = Text("还有一份报修没提交：{what}", "A fault report is not submitted yet: {what}")
DRAFT_HOW = Text("点「提交」就登记；不需要了点「取消」。", "Press Submit to file it, or Cancel.")
KNOWN_FAULT_LINE = Text(
    "你的报修已并入，恢复后会通知你，不用再报。", "Your report joined it; you will hear when it is fixed."
)
MASS = Text("群体故障：{building} {count} 起同类报修已并入", "Mass fault: {count} alike reports in {building} joined")
SAME_AGAIN = Text(
    "你已经报过 {code}（{status}）。是同一件事吗？", "You already filed {code} ({status}). Is this the same thing?"
)
PERHAPS_DOUBLE = Text(
    "可能与 {codes} 重复（同一地点同一设备）", "Perhaps the same as {codes} (same device, same place)"
)
MERGED_HOW = Text(
    "{master} 留下，报修人都跟着它。不对的话 {minutes} 分钟内点「撤销」。",
    "{master} stays, and all reporters follow it. If that is wrong, press Undo within {minutes} minutes.",
)
LINKED = Text("与 {code} 有关", "related to {code}")

# Cards, first lines.
FOR_IT = {
    Status.NEW: Text("新报修 {code}：{headline}", "New {code}: {headline}"),
    Status.ACCEPTED: Text("{code} {name}已接单：{headline}", "{code} taken by {name}: {headline}"),
    Status.WORKING: Text("{code} {name}处理中：{headline}", "{code} {name} is on it: {headline}"),
    Status.ON_HOLD: Text("{code} 已挂起：{headline}", "{code} on hold: {headline}"),
    Status.RESOLVED: Text("{code} 已解决，等报修人确认：{headline}", "{code} resolved, to be confirmed: {headline}"),
    Status.CLOSED: Text("{code} 已关闭：{headline}", "{code} closed: {headline}"),
    Status.CANCELLED: Text("{code} 已取消：{headline}", "{code} cancelled: {headline}"),
    Status.MERGED: Text("{code} 已合并到 {master}：{headline}", "{code} merged into {master}: {headline}"),
    Status.TO_PROJECT: Text("{code} 已转立项：{headline}", "{code} became a project request: {headline}"),
    Status.TO_INCIDENT: Text("{code} 已转安全事件：{headline}", "{code} became an incident: {headline}"),
}
FOR_REPORTER = {
    Status.NEW: FILED,
    Status.ACCEPTED: Text("{name}已接单：{code}", "{name} has taken {code}"),
    Status.WORKING: Text("{name}正在处理：{code}", "{name} is working on {code}"),
    Status.ON_HOLD: Text("{code} 暂时挂起：{reason}", "{code} is on hold: {reason}"),
    Status.RESOLVED: Text("{code} 修好了吗？", "{code}: is it fixed?"),
    Status.CLOSED: Text("{code} 已完成，谢谢", "{code} is done, thank you"),
    Status.CANCELLED: Text("{code} 已撤回", "{code} was withdrawn"),
    Status.MERGED: Text("{code} 已并入 {master}，一起处理", "{code} joined {master}"),
    Status.TO_PROJECT: Text("{code} 需要立项，已转出", "{code} needs a project"),
    Status.TO_INCIDENT: Text("{code} 已按信息安全事件处理", "{code} is handled as a security incident"),
}
REOPENED_TO = Text("已转告{name}：{code} 还没好", "{name} knows that {code} is not fixed")
DONE_BY = Text("{name}：{solution}", "{name}: {solution}")
GONE_QUIET = Text("没有收到你的答复，先按已解决处理。", "We had no answer from you and treat it as resolved.")
CONFIRM_HOW = Text(
    "点「好了」关闭；没好就点「没好」。{days} 个工作日后自动关闭。",
    "Press Fixed to close, or Not fixed. It closes by itself after {days} working days.",
)
RATE_HOW = Text("给这次服务打几星？", "How many stars for this service?")
RATED = Text("评价：{stars} 星", "Rated: {stars} stars")
THANKS = Text("谢谢，已记下 {stars} 星。", "Thank you: {stars} stars.")
WAKES = Text("{day} 继续处理", "we go on on {day}")
HELD_FOR_YOU = Text(
    "{name}在等你答复：{reason}。直接回复这条消息就行。", "{name} waits for your answer: {reason}. Just reply here."
)
NUDGE = Text("{code} 还在等你答复：{reason}", "{code} still waits for your answer: {reason}")
BECAME = Text("转为", "Went on as")
NEEDS_PROJECT = Text(
    "申请已替你写好开头，见下一条消息；也可以等信息中心联系你。",
    "The request is begun for you in the next message; or wait for IT to contact you.",
)
INCIDENT_SAFETY = Text(
    "先断网、不关机、不转发可疑内容，会有人尽快联系你。",
    "Unplug the network, keep it on, forward nothing; somebody will contact you soon.",
)
OVERDUE_RESPOND = Text(
    "逾期：{by} 前应有人接单（细则「{rule}」{value}，{clause}）",
    "Overdue: to be taken by {by} (rule “{rule}”, {value}, {clause})",
)
OVERDUE_RESOLVE = Text(
    "逾期：{by} 前应解决（细则「{rule}」{value}，{clause}）",
    "Overdue: to be fixed by {by} (rule “{rule}”, {value}, {clause})",
)
RESPOND_BY = Text("{at} 前接单", "take by {at}")
RESOLVE_BY = Text("{at} 前解决", "fix by {at}")
AS_AGREED = Text("双方约定", "as agreed")
PAUSED = Text("已暂停计时", "paused")
LIKE = Text("像 {code}：{solution}", "Like {code}: {solution}")
PHONE = Text("{name} {phone}", "{name} {phone}")
COUNT = Text("{count} 个", "{count}")
FOLLOWED = Text("另有 {count} 人关注", "{count} more follow this")
WANTS_OUT = Text("报修人希望撤回", "The reporter wants to withdraw it")

# News.
TOLD_NOTE = Text("{code} {name}补充：{words}", "{code} {name} adds: {words}")
TOLD_PROGRESS = Text("{code} {name}：{words}", "{code} {name}: {words}")
TOLD_AMENDED = Text("{code} 已更正：{changes}", "{code} corrected: {changes}")
TOLD_WITHDRAWN = Text("{code} 报修人已撤回：{reason}", "{code} was withdrawn: {reason}")
TOLD_REOPENED = Text("{code} 没修好：{reason}", "{code} is not fixed: {reason}")
TOLD_URGED = Text("{code} 报修人催了：{words}", "{code}: the reporter is waiting: {words}")
TOLD_URGED_PLAIN = Text("{code} 报修人催了一次", "{code}: the reporter is waiting")
THAT_IS_ALL = Text("好的，有进展马上告诉你。", "Alright. You will hear as soon as there is news.")
URGED = Text("已催 {who}：{code} {headline}", "Reminded {who}: {code} {headline}")
THE_DESK = Text("技术员和调度", "the technicians")
TOLD_TRANSFERRED = Text("{code} 转给了{name}", "{code} went to {name}")
TOLD_LAPSED = Text(
    "{code} 接单后 {minutes} 分钟没有进展，已退回队列（细则「{rule}」，5.2.1）",
    "{code}: no progress for {minutes} min, back in the queue (rule “{rule}”, 5.2.1)",
)
TOLD_RECOVERED = Text("{code} 已恢复：{solution}", "{code} is fixed: {solution}")
TOLD_UNDONE = Text("{code} 刚才的「{step}」已撤销", "{code}: “{step}” was taken back")
ASKED_WITHDRAW = Text("已请{name}确认撤回 {code}。", "{name} was asked to agree to withdraw {code}.")
NOTED = Text("已补充到 {code}", "Added to {code}")
PICTURES_TO = Text("照片已补充到 {code}", "Pictures added to {code}")
UNDO_NOTHING = Text(
    "没有可以撤销的操作（只能撤销自己 2 分钟内的）。", "Nothing to take back (only your own step, within 2 minutes)."
)
AUTO_CLOSED = Text(
    "{days} 个工作日没有反馈，已自动关闭；没好可在 {reopen} 天内点「没好」。",
    "Closed after {days} working days; press Not fixed within {reopen} days.",
)

# Lists.
MINE = Text("我的报修（{count}）", "My reports ({count})")
MINE_NONE = Text(
    "你还没有报修。坏了什么直接说，例如：高二3班投影仪不亮",
    "You have no reports. Just say what is broken: projector in Room 302 is dead",
)
QUEUE = Text("队列：{count} 件待接单", "Queue: {count} waiting")
QUEUE_NONE = Text("队列是空的。", "The queue is empty.")
IN_HAND = Text("处理中 {count} 件，其中挂起 {held} 件", "{count} in hand, {held} of them on hold")
ROUND = Text("我的工单（{count}），按楼排好", "My jobs ({count}), by building")
ROUND_NONE = Text("你手上没有工单。说「队列」看看有什么可接。", "You have no jobs. Say “queue” to see what is open.")
MORE = Text("……还有 {count} 件", "… and {count} more")
NOT_ABOUT = Text(
    "没有找到你报过的「{what}」。要现在报修吗？", "I found no report of yours about “{what}”. File one now?"
)
WHICH_REPORT = Text("你报过这几件，看哪一件？", "You filed these; which one?")
FOUND = Text("找到 {count} 件", "{count} found")
FOUND_NONE = Text("没有找到「{words}」。", "Nothing found for “{words}”.")
SEARCH_HOW = Text("搜什么？例如：搜索 投影仪", "Search for what? Such as: search projector")
ONLY_STAFF = Text(
    "队列和搜索给技术员、调度和 CIO 用；你可以说「我的报修」。",
    "The queue is for technicians, dispatcher and CIO; say “my reports”.",
)
BUILDING = Text("【{building}】", "[{building}]")
ELSEWHERE = Text("其他", "elsewhere")

# While waiting: first aid that cannot make it worse.
TIPS = (
    (
        ("投影", "projector"),
        Text(
            "可先试：看电源灯 → 按遥控器电源键 → 换个信号源（HDMI/VGA）。",
            "Try: power light → power key on the remote → another source (HDMI/VGA).",
        ),
    ),
    (
        ("白板", "一体机", "大屏", "触摸", "希沃", "screen", "board"),
        Text(
            "可先试：长按电源 10 秒重启 → 重插触控 USB 线。", "Try: hold power for 10 s → replug the touch USB cable."
        ),
    ),
    (
        ("打印", "复印", "printer", "copier"),
        Text(
            "可先试：看屏幕提示 → 关机 30 秒再开 → 重放纸张。",
            "Try: read the display → off for 30 s → reload the paper.",
        ),
    ),
    (
        ("网", "wifi", "wi-fi", "network", "internet"),
        Text(
            "可先试：重插网线或重连无线 → 重启电脑 → 看旁边的人能不能上网。",
            "Try: replug the cable or rejoin Wi-Fi → restart → see whether others are online.",
        ),
    ),
    (
        ("电脑", "主机", "笔记本", "computer", "laptop", "pc"),
        Text(
            "可先试：查电源和插座 → 长按电源键 10 秒再开 → 拔掉 U 盘再试。",
            "Try: power and socket → hold power for 10 s → remove USB sticks.",
        ),
    ),
    (
        ("音响", "话筒", "麦克风", "喇叭", "speaker", "microphone"),
        Text(
            "可先试：看静音和音量 → 换话筒电池 → 重插音频线。",
            "Try: mute and volume → fresh batteries → replug the audio cable.",
        ),
    ),
)
SAFETY_TIP = Text(
    "先断电、离开设备、让学生远离；有明火请先打 119。",
    "Cut the power, step away, keep students clear; in case of fire call 119 first.",
)

# Why this priority.
WHY_SAFETY = Text("涉及安全", "safety")
WHY_EXAM = Text("影响考试", "examination")
WHY_NEEDED = Text("{period}要用", "needed in {period}")
WHY_CLASS = Text("正在上课（{period}）", "class in session ({period})")
WHY_MANY = Text("影响整栋楼或多人", "a whole building")
WHY_ROOM = Text("影响一个班或一个系统", "a class or a system")
WHY_URGENT = Text("报修人说很急", "urgent to the reporter")
WHY_WISH = Text("计划或愿望", "planned or a wish")
WHY_ONE = Text("影响个人", "one person")
WHY_AGAIN = Text("多次没修好", "not fixed repeatedly")
CHECK = Text("请看一眼，没问题就提交：", "Please have a look, then submit:")
NOT_RATED_YET = Text("1–5 星都可以，写「5星」或点按钮。", "1 to 5 stars: write “5 stars” or press a button.")
HELP = Text(
    "报修：一句话说清地点和问题，如「高二3班投影仪不亮」",
    "Report a fault in one sentence: “projector in Room 302 is dead”",
)
HELP_MINE = Text(
    "我的待办、我的报修：看进度",
    "“my tasks”, “my reports”: see where things stand",
)
HELP_TEAM = Text(
    "队列、我的工单：接单、挂起、已解决",
    "“queue”, “my jobs”: claim, hold, resolve",
)
