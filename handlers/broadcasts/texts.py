"""How broadcasts speak."""

from handlers.texts import Text
from storage.broadcasts import Stage

STATUS: dict[str, Text] = {
    Stage.DRAFT: Text("草稿", "draft"),
    Stage.PREVIEW: Text("预览", "preview"),
    Stage.SECOND: Text("待二次审批", "waiting for a second yes"),
    Stage.WAITING: Text("待发", "about to leave"),
    Stage.SENDING: Text("发送中", "being sent"),
    Stage.SENT: Text("已发送", "sent"),
    Stage.COLLECTING: Text("收集确认", "collecting answers"),
    Stage.NUDGING: Text("催办中", "nudging"),
    Stage.CLOSED: Text("已关闭", "closed"),
    Stage.CANCELLED: Text("已取消", "cancelled"),
    Stage.STOPPED: Text("已中止", "stopped"),
    Stage.RECALLED: Text("已撤回", "recalled"),
}
CONFIRM = Text("确认发送", "Send")
EDIT = Text("修改", "Edit")
CANCEL = Text("取消", "Cancel")
HOLD = Text("取消发送", "Do not send")
NAMES = Text("看名单", "Names")
AGREE = Text("同意", "Agree")
RETURN = Text("退回", "Send back")
STOP = Text("中止发送", "Stop sending")
RECALL = Text("撤回", "Recall")
CORRECT = Text("更正", "Correct")
CLOSE = Text("收尾", "Close")
NUDGE = Text("催一下", "Nudge")
SEND = Text("发出", "Send out")
DONE = Text("发完", "All sent")
COLLECT = Text("开始收集", "Collect")
LATE = Text("错过时间", "Missed its time")
WHY = Text("为什么收到这条？", "Why did I get this?")
MUTE = Text("不再收普通通知", "Mute what is not urgent")

WHO_WRITES = Text(
    "CIO、校领导、领导小组秘书、调度和系统管理员，或部门负责人、联络人对本部门",
    "the CIO, leaders, the secretary, dispatchers and administrators, or heads and liaisons for their department",
)
WRITE = Text("发通知", "send a notice")
OWN_ONLY = Text(
    "你可以通知本部门（{department}）。这里面还有 {count} 位外部门的：{names}。要发给他们，请找{who}。",
    "You can notify your own department ({department}). {count} of these are of others: {names}. For them ask {who}.",
)
FORM = Text("发通知", "A notice")
AUDIENCE = Text("发给谁", "For whom")
CONTENT = Text("内容", "Text")
ASK_AUDIENCE = Text(
    "发给谁？如「全体老师」「教务处」「高中部的班主任」。",
    "Who is it for? Such as “all teachers” or “the maths group”.",
)
ASK_CONTENT = Text("写什么？直接把通知的话发给我。", "What should it say? Just write it.")
WHO_ELSE = Text("发给谁？", "Who is it for?")
CHANGE = Text("怎么改", "What to change")
ASK_CHANGE = Text(
    "怎么改？如「改成周五」「只发高中部」「加一句请带好电脑」「不用回复」「明早八点发」「把A改成B」，或「内容：…」重写。",
    "What should change? “make it Friday”, “only 高中部”, “add: bring your laptop”, “no reply needed”, “send it at 8”, "
    "“change A to B”, or “text: …”.",
)
NOT_A_CHANGE = Text("我没看懂要改什么。{ask}", "I did not see what to change. {ask}")
NOTHING_LEFT = Text("这样改内容就空了。要整条取消，按「取消」。", "That would leave nothing. To drop it, press Cancel.")
TOO_LONG = Text(
    "通知太长了（{count} 字），请压到 {most} 字以内。", "Too long ({count} characters); at most {most}, please."
)
NOBODY = Text(
    "这样一个能收到的人都没有：{reasons}。换个范围，或先请他们绑定账号。",
    "Nobody would get it: {reasons}. Choose others, or have them bind an account first.",
)
PAST = Text("{at} 已经过去了。说一个还没到的时间，或「现在发」。", "{at} is over. Say a time to come, or “send now”.")

PREVIEW_TITLE = Text("{code} 通知预览：发给 {count} 人", "{code} preview: {count} people")
PREVIEW_SECOND = Text("{code} 请你把关：{author}要发给 {count} 人", "{code} needs your yes: {author} writes to {count}")
SHOWN_AS = Text("对方看到的样子：", "What they will see:")
RULE_LINE = Text("┄┄┄┄┄┄┄┄", "┄┄┄┄┄┄┄┄")
FOR = Text("对象", "Audience")
COUNTED = Text("人数", "Counted")
LEFT_OUT = Text("不发给", "Not sent to")
WHEN = Text("何时发", "When")
AT_ONCE = Text("确认后 {grace} 分钟发出，其间可取消", "{grace} min after Send; it can be called off till then")
AT = Text("{at}（定时）", "{at} (scheduled)")
ACK = Text("要知悉", "Acknowledgement")
ACK_YES = Text("要，每人按「知悉」", "yes, everybody presses “Noted”")
ACK_BY = Text("要，{at} 前", "yes, by {at}")
ACK_DONE = Text("要，做完再按「已完成」", "yes, and “Done” when it is done")
ACK_DONE_BY = Text("要，{at} 前做完按「已完成」", "yes, and “Done” by {at}")
ACK_NO = Text("不要（想要就说「要回复」）", "no (say “ask for replies” to change)")
KIND = Text("类型", "Kind")
EMERGENCY = Text("紧急：不受安静时段和静音限制", "urgent: ignores quiet hours and muting")
QUOTA = Text("占用", "Cost")
PERSONAL = Text(
    "⚠ 像是个人信息：{found}。请先删掉或改成不指名的说法，再发送。",
    "⚠ Looks personal: {found}. Please remove it first.",
)
QUIET = Text("⚠ 那时是安静时段，会留到 {at} 再送达。", "⚠ That falls into the quiet hours; it will arrive at {at}.")
NEEDS_SECOND = Text("确认后还要{who}同意：{why}。", "After your Send {who} has to agree: {why}.")
MANY = Text("超过 {count} 人", "more than {count} people")
IS_EMERGENCY = Text("紧急通知", "it is urgent")
CORRECTS = Text("更正 {code}", "Corrects {code}")
SENT_BACK = Text("{name}退回：{reason}", "{name} sent it back: {reason}")
BY_AUTHOR = Text("{name}（{department}）", "{name} ({department})")
MEMBERS = Text("企业微信 {count} 条", "WeCom {count}")
FOLLOWERS = Text(
    "公众号 {count} 条，其中 {shut} 人 48 小时内没说过话、多半送不到",
    "WeChat {count}; {shut} of them have not written for 48 h",
)
FOLLOWERS_ALL = Text("公众号 {count} 条", "WeChat {count}")
ON_TELEGRAM = Text("Telegram {count} 条", "Telegram {count}")
ELSEWHERE = Text("网页等 {count} 条", "web and others {count}")

BEING_CHANGED = Text("{code} 起草人在改，改好会再请你看。", "{code} is being changed; you will see it again.")
WAITING_FOR = Text("已请{names}把关，同意后才会发出。", "{names} has been asked; it leaves after their yes.")
NO_SECOND = Text(
    "这条要第二个人同意才能发，可是现在没有可以把关的人（CIO 或校领导，不能是你自己）。请先让管理员设置。",
    "A second person has to agree, and there is nobody who could (the CIO or a leader, not you). Ask an administrator.",
)
LEAVES_AT = Text("{at} 发出。反悔按「取消发送」。", "Leaves at {at}. “Do not send” calls it off.")
ALSO_AGREED = Text("{code} {name}同意了，{at} 发出。", "{code}: {name} agreed; it leaves at {at}.")
MISSED = Text(
    "{code} 没有发出：原定 {at}，那时我不在线，现在已经晚了。还要发就再按「确认发送」。",
    "{code} did not leave: it was due at {at} while I was offline, and now it is late. Press Send if it still matters.",
)
NOBODY_LEFT = Text(
    "{code} 没有发出：名单里的人现在都收不到了。改一下对象再发。",
    "{code} did not leave: nobody on its list can be reached now.",
)
HOLDING = Text(
    "{code} 有 {count} 人已离校或收不到，没有发给他们。",
    "{code}: {count} have left or cannot be reached; not sent to them.",
)

TITLE_SENDING = Text("{code} 已发出 {done}/{all}", "{code}: {done} of {all} sent")
LADDER = Text("进度", "Progress")
LADDER_WORDS = Text(
    "已发出 {done}/{all} · 平台接受 {accepted} · 送达失败 {failed}{unknown}{acked}{finished}",
    "sent {done}/{all} · accepted {accepted} · failed {failed}{unknown}{acked}{finished}",
)
LADDER_UNKNOWN = Text(" · 平台没回音 {count}", " · no answer from the platform {count}")
LADDER_DONE = Text(" · 已完成 {count}/{asked}", " · done {count}/{asked}")
LADDER_ACKED = Text(" · 已知悉 {count}/{asked}", " · noted {count}/{asked}")
FAILED_FACT = Text("失败原因", "Failures")
NOT_READ = Text(
    "「平台接受」不等于已读，只有按了「知悉」才算知道。",
    "Accepted is not read; only “Noted” tells that somebody knows.",
)
COVERAGE = Text("各部门知悉", "Noted by department")
NUDGED = Text("已催 {count}/{most} 次", "Nudged {count} of {most} times")
NAMES_FAILED = Text("送达失败 {count} 人", "Failed for {count}")
NAMES_UNKNOWN = Text("平台没回音，可能已到 {count} 人", "No answer from the platform, perhaps there: {count}")
NAMES_MISSING = Text("还没知悉 {count} 人", "Not noted yet: {count}")
NAMES_ALL = Text("{code} 名单：{count} 人", "{code}: {count} people")
NAMES_ALL_GOOD = Text("没有失败，也没有等着知悉的人。", "No failures, and nobody left to answer.")

REASONS = (
    (
        ("blocked", "kicked", "deactivated", "unfollow", "left or blocked"),
        Text("拉黑或停用了账号", "blocked us or closed the account"),
    ),
    (
        ("not in this application", "invaliduser", "licence", "81013", "60111", "50002"),
        Text("不在企业微信应用范围", "not in the WeCom application"),
    ),
    (
        ("window closed", "45015", "45047"),
        Text("公众号现在不能主动发，对方一发消息就补发", "WeChat takes it once they write again"),
    ),
    (("timeout", "no answer", "network"), Text("平台没回音", "the platform did not answer")),
    (("too late",), Text("太晚作废", "too late to be of use")),
    (("stopped it", "recalled before"), Text("发出前已作废", "dropped before it left")),
    (
        ("no account can be reached", "was for"),
        Text("没有可用账号，绑定后补发", "no account; it leaves when one is bound"),
    ),
    (("chat not found", "user not found"), Text("找不到对方的账号", "account not found")),
)
OTHER_REASON = Text("其他：{reason}", "other: {reason}")

NOTICE_MARK = Text("【通知】", "[Notice] ")
URGENT_MARK = Text("【紧急通知】", "[URGENT] ")
CORRECTION_MARK = Text("【更正】", "[Correction] ")
NUDGE_MARK = Text("【提醒】", "[Reminder] ")
SIGNED = Text("{author} · {at} · {code}", "{author} · {at} · {code}")
PLEASE_NOTE = Text("看过请按「知悉」，或回复「收到 {code}」。", "Please press “Noted”, or reply “noted {code}”.")
PLEASE_BY = Text(
    "请在 {at} 前按「知悉」，或回复「收到 {code}」。", "Please press “Noted” by {at}, or reply “noted {code}”."
)
YOU_DID = Text("你已完成。", "You have done this.")
YOU_NOTED = Text("你在 {at} 知悉了。", "You noted this at {at}.")
TAKEN_BACK = Text("{code} 已撤回，请以更正为准。", "{code} has been recalled; please go by the correction.")
REMAINS = Text(
    "这条通知还差你一位没有知悉（第 {number} 次提醒）。", "Your acknowledgement is still missing (reminder {number})."
)

WHY_TITLE = Text("为什么你会收到 {code}", "Why you got {code}")
WHY_WHO = Text("发的人", "Sent by")
WHY_AGREED = Text("同意的人", "Agreed by")
WHY_AUDIENCE = Text("发给", "Sent to")
WHY_CLAUSE = Text("依据", "Under")
WHY_CLAUSE_IS = Text(
    "章程 {clause}；催办次数等由实施细则规定", "charter {clause}; numbers such as nudges by implementing rules"
)
WHY_MUTE = Text(
    "不想收普通通知，按下面的按钮或说「关闭普通通知」；紧急的仍会发给你。",
    "To mute what is not urgent press the button or say “mute notices”; urgent ones still come.",
)
WHY_NO_MUTE = Text("这是紧急通知，不能关闭。", "This is urgent and cannot be muted.")
WHY_NONE = Text("最近没有发给你的通知。", "Nothing was sent to you lately.")
MUTED = Text(
    "好，普通通知不再发给你；紧急的仍会发。说「恢复普通通知」可以改回来。",
    "All right: only what is urgent from now on. “Unmute notices” brings the rest back.",
)
UNMUTED = Text("好，普通通知恢复了。", "All right, notices are back.")

LIST_TITLE = Text("你发的通知（{count} 条）", "Your broadcasts ({count})")
LIST_NONE = Text(
    "你还没有发过通知。直接说就行，如「通知全体老师明天下午三点停网维护，收到回复」。",
    "You have sent none. Just say it: “notify all teachers …, please acknowledge”.",
)
OPEN = Text("看 {code}", "Open {code}")
STILL_SENDING = Text(
    "{code} 还在发送中，发完才能催；发完会告诉你。", "{code} is still being sent; you will hear when it is out."
)
NONE_STATUS = Text("没有你发出的通知。", "You have no broadcast on its way.")

NUDGE_NONE = Text("{code} 已经都知悉了，不用催。", "Everybody has noted {code}; nobody to nudge.")
NUDGE_ENOUGH = Text(
    "{code} 已经催了 {count} 次，不再群催；名单已给各部门联络人。",
    "{code} was nudged {count} times; the liaisons have the list.",
)
NUDGE_OK = Text("已催 {count} 人（第 {number} 次）。", "Nudged {count} (time {number}).")
NUDGE_LATER = Text("现在不是上班时间，{at} 再催 {count} 人。", "Outside working hours; {count} will be nudged at {at}.")
RESIDUE = Text("{code} 你部门还有 {count} 人没知悉，请当面提醒", "{code}: {count} of your department have not noted it")
RESIDUE_TOLD = Text(
    "{code} 催了 {count} 次，还差 {missing} 人；名单已交给联络人：{who}。",
    "{code}: nudged {count} times, {missing} missing; the liaisons have the list: {who}.",
)
NO_LIAISON = Text(
    "没有联络人的部门：{departments}，请你自己联系。", "Without a liaison: {departments}; please contact them yourself."
)
SUMMARY = Text("{code} 收尾：{acked}/{asked} 人知悉", "{code} closed: {acked} of {asked} noted it")
SUMMARY_PLAIN = Text("{code} 发完：{accepted}/{all} 人平台已接受", "{code} sent: accepted for {accepted} of {all}")

ASK_STOP = Text("为什么中止？写一句留作记录。", "Why stop? One line for the record.")
REASON = Text("原因", "Reason")
ASK_RETURN = Text("退回要改什么？", "What should change?")
RETURN_REASONS = (("对象不对", Text("对象不对", "wrong audience")), ("内容要改", Text("内容要改", "text to be changed")),
                  ("不必发", Text("不必发", "not needed")))  # fmt: skip
WORDS = Text("更正的话", "Correction")
ASK_CORRECTION = Text(
    "更正怎么说？会发给收到原通知的每一个人。",
    "What should the correction say? Everybody who got the first one gets it.",
)
VOID = "void"
VOID_LABEL = Text("只说作废", "Just say it is void")
VOID_WORDS = Text(
    "刚才的通知「{headline}」有误，请不要按它办理。", "The notice “{headline}” was a mistake; please disregard it."
)
STOPPED_AT = Text(
    "还没发出的 {count} 条已作废；已发出的收不回来，需要就「撤回」。",
    "{count} that had not left are dropped; recall the rest if need be.",
)
RECALLED_HOW = Text(
    "能收回的（企业微信 24 小时内、Telegram 48 小时内）已请求收回；公众号、个人微信、网页收不回，"
    "更正 {code} 会发给每个收到过的人。",
    "Asked back where platforms can (WeCom 24 h, Telegram 48 h); others cannot. Correction {code} goes to everybody.",
)
RECALL_FACT = Text("平台收回", "Taken back")
RECALL_COUNT = Text("成功 {done}，等待 {waiting}，收不回 {failed}", "done {done}, waiting {waiting}, failed {failed}")
HELP = Text(
    "发通知：如「通知全体老师明天停网，收到回复」",
    "Notices: “tell all staff the network is down tomorrow, please confirm”",
)
