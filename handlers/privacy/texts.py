"""How we speak about what is kept of somebody, and about how they want to be told things."""

from handlers.texts import Text
from storage.privacy import RequestStage

STATUS: dict[str, Text] = {
    RequestStage.RECEIVED: Text("处理中", "being looked at"),
    RequestStage.DONE: Text("已办", "done"),
    RequestStage.DECLINED: Text("没有办", "declined"),
}
KINDS: dict[str, Text] = {
    "delete": Text("删除", "deletion"),
    "correct": Text("更正", "correction"),
    "withdraw": Text("撤回同意", "withdrawal of consent"),
}
FULFIL = Text("已办", "Done")
DECLINE = Text("不能办", "Decline")
KEEPER = Text("系统管理员或 CIO（不是本人）", "an administrator or the CIO, not the person themselves")
NOT_YOUR_OWN = Text("自己的请求要由别人来办。", "Somebody else has to answer your own request.")
OUTCOME = Text("办理情况", "What was done")
ASK_OUTCOME = Text("办了什么？本人会看到。", "What was done? The person reads it.")
REASON = Text("理由", "Reason")
ASK_REASON = Text("为什么不能办、哪些必须留着？本人会看到。", "Why not, and what must be kept? The person reads it.")

TITLE = Text("{code} 个人信息{kind} · {status}", "{code} {kind} of personal data · {status}")
TO_DO = Text("请办理 {code}：{name}要求{kind}个人信息", "Please see to {code}: {name} asks for {kind} of personal data")
FROM = Text("谁", "Who")
WORDS = Text("原话", "Their words")
DUE = Text("期限", "Due")
DUE_BY = Text("{day}（细则「{rule}」{value}）", "{day} (rule “{rule}”, {value})")
CLAUSE = Text("依据", "Under")
CLAUSE_IS = Text("章程 7.2.1，《个人信息保护法》", "charter 7.2.1 and the law on personal information")

ABOUT_YOU = Text("我存了你的这些信息", "What I keep about you")
ABOUT_GUEST = Text("你没有绑定，我只知道这个聊天账号。", "You are not bound; I know only this chat account.")
NAME = Text("姓名", "Name")
DEPARTMENT = Text("部门", "Department")
ROLES = Text("角色", "Roles")
PHONE = Text("电话", "Telephone")
EMAIL = Text("邮箱", "E-mail")
ACCOUNTS = Text("绑定账号", "Accounts")
RECORDS = Text("办事记录", "Records")
RECORDS_ARE = Text("{own} 条是你的，{other} 条你经手", "{own} of your own, {other} that you had to do with")
MESSAGES = Text("消息", "Messages")
MESSAGES_ARE = Text(
    "发给你 {sent} 条；你发来的原文存 30 天", "{sent} sent to you; what you send is kept for 30 days as it came"
)
LOG = Text("操作日志", "Log")
LOG_IS = Text("{count} 条，长期保存，谁也改不了", "{count} entries, kept for good; nobody can change them")
WHO_SEES = Text(
    "谁能看：办理的人看你这件事；电话只给办理的人；导出名单要 CIO 写明用途。我不读你的其他聊天，也不拿去做别的。",
    "Who sees it: whoever handles your matter; lists only the CIO, with a purpose. I read no other chats.",
)
NONE = Text("没有", "none")
EXPORT = Text("导出给我", "Give me a copy")
CORRECT = Text("要更正", "Correct it")
DELETE = Text("要删除", "Delete it")
EXPORTED = Text("你的个人信息副本（{count} 条）", "A copy of your data ({count} records)")
EXPORTED_NOTE = Text(
    "{days} 天后失效。别人的内容没有放进去。", "Kept for {days} days. What belongs to others is left out."
)
FILE = Text("我的个人信息", "My data")
SHEET_ME = Text("基本信息", "About me")
SHEET_RECORDS = Text("记录", "Records")
COLUMNS_ME = (Text("项目", "What"), Text("内容", "Value"))
COLUMNS = (
    Text("类别", "Kind"),
    Text("编号", "Code"),
    Text("时间", "When"),
    Text("和你的关系", "Yours"),
    Text("内容", "Content"),
)
MINE = Text("你的", "yours")
HANDLED = Text("经手", "had to do with it")
WHAT = Text("内容", "What")
ASK_DELETE = Text(
    "要删除什么？写一句，比如「手机号」「全部」。", "What should be deleted? Such as “my phone number”, “all of it”."
)
ASK_CORRECT = Text("哪一项错了，应该是什么？", "What is wrong, and what should it be?")
RECEIVED = Text("收到 {code}，{day}前由{people}答复你。", "{code} is received; {people} will answer by {day}.")
MUST_STAY = Text(
    "审批和操作日志、还没办完的事按规定要留；其余能删的会删，删不了的会告诉你为什么。",
    "Approvals, the log and open matters have to stay; the rest can go, and you are told why where it cannot.",
)
ANSWERED = Text("你的请求 {code}（{kind}）：{outcome}", "Your request {code} ({kind}): {outcome}")
STILL_OPEN = Text("还没办：{code} {name}要求{kind}个人信息", "Still open: {code}, {name} asks for {kind}")
NOT_SAID_ON = Text(
    "不会转告。你说的话只有办这件事的人看得到；遇到有人可能受到伤害，我会马上告诉学校。",
    "I tell nobody but those who handle your matter, unless somebody may come to harm.",
)

MUTED_IS = Text(
    "要少收？说「关闭普通通知」，只留急事和等你办的事。",
    "Less of it? Say “mute notices”: only what is urgent or waits for you remains.",
)
QUIET = Text(
    "{start} 到 {end} 我本来就不打扰，急事除外。", "Between {start} and {end} I keep quiet unless it is urgent."
)
ONLY_URGENT = Text("只收急事", "Only urgent")
CHANNEL = Text(
    "消息发到你最近用过的渠道。想在哪里收，就在哪里跟我说句话。",
    "I write where you last wrote to me. Say a word where you want to hear from me.",
)
BIGGER = Text(
    "字号跟着手机的设置走。要我用更短的纯文字，说「纯文字」。",
    "The size follows your phone's settings. For plain text say “plain text”.",
)
CANNOT = Text(
    "这个我还不会设。我会：中文/英文、纯文字/要按钮、关闭/恢复普通通知。",
    "I cannot set that. I can: Chinese or English, plain text or cards, mute or unmute notices.",
)
PLAIN_BUTTON = Text("纯文字", "Plain text")

WHY = Text("因为 {code}（{what}）和你有关", "Because {code} ({what}) concerns you")
WHY_WAITS = Text("等你：{steps}", "It waits for you: {steps}")
WHY_LOOKS = Text("你是相关的人，只是让你知道。", "You are involved; it is for your information.")
WHY_BY = Text("最近一步", "Last step")
WHY_BY_IS = Text("{name}于 {at}", "{name}, {at}")
WHY_SYSTEM = Text("系统按期限，{at}", "by the clock, {at}")
WHY_RULE = Text("提醒依据", "Reminders under")
WHY_MUTE = Text(
    "办事的消息关不掉，办完就停；普通通知可以关。",
    "What you have to do cannot be muted and ends when it is done; notices can.",
)
HELP = Text("你存了我什么信息；为什么收到这条；纯文字", "what do you keep about me; why did I get this; plain text")
TABLES: dict[str, Text] = {
    "issue": Text("工单", "issue"),
    "project": Text("项目", "project"),
    "question": Text("制度问题", "question"),
    "incident": Text("安全事件", "incident"),
    "improvement": Text("改进项", "improvement"),
    "feedback": Text("反馈", "feedback"),
    "inspection": Text("检查", "inspection"),
    "finding": Text("检查发现", "finding"),
    "schedule": Text("提醒", "reminder"),
    "task": Text("任务", "task"),
    "draft": Text("没写完的", "draft"),
    "goal": Text("目标", "goal"),
    "training": Text("培训", "training"),
    "file": Text("文件", "file"),
    "broadcast": Text("通知", "notice"),
    "privacy_request": Text("个人信息请求", "privacy request"),
}
