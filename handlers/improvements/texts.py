"""How we speak about improvement items."""

from handlers.texts import Text
from storage.improvements import ItemStage

STATUS: dict[str, Text] = {
    ItemStage.RAISED: Text("提出", "raised"),
    ItemStage.CLAIMED: Text("认领", "claimed"),
    ItemStage.WORKING: Text("实施", "under way"),
    ItemStage.VERIFYING: Text("待验证", "to be verified"),
    ItemStage.CLOSED: Text("关闭", "closed"),
    ItemStage.DECLINED: Text("不采纳", "declined"),
}

CLAIM = Text("认领", "Take it on")
START = Text("开始改进", "Start")
FINISH = Text("改进完成", "Done")
VERIFY = Text("验证通过", "Verified")
REDO = Text("验证不通过", "Not yet")
DECLINE = Text("不采纳", "Decline")
ASSIGN = Text("换负责人", "Change owner")

OWNER = Text("负责人", "the owner")
VERIFIER = Text("验证人（不能是负责人）", "the verifier, who is never the owner")
DECLINER = Text("CIO（自己负责的由别的领导决定）", "the CIO; a leader where the CIO is the owner")
NOT_YOUR_OWN = Text("自己负责的改进项不能自己验证，要由{who}来验证。", "Nobody verifies their own work; {who} does.")
A_LEADER = Text("CIO、检查员或校领导", "the CIO, an inspector or a leader")
NOT_DECLINED_BY_OWNER = Text(
    "自己负责的改进项不能自己不采纳，要由校领导决定。", "Nobody drops their own item; a leader decides."
)

DONE = Text("做了什么", "What was done")
DONE_ASK = Text("做了什么？写一句，附上证据在哪里。", "What was done? One line, with where the evidence is.")
REASON = Text("理由", "Reason")
REASON_ASK = Text("为什么？写一句，会留在记录里。", "Why? One line; it stays on record.")
NEW_OWNER = Text("姓名", "Name")
NEW_OWNER_ASK = Text("交给谁负责？写姓名。", "Who takes it on? Write the name.")

TITLE = Text("{code} {text} · {status}", "{code} {text} · {status}")
TO_CLAIM = Text("请认领：{code} {text}（{day}前）", "Please take on: {code} {text} (by {day})")
TO_VERIFY = Text("请验证：{code} {text}", "Please verify: {code} {text}")
SENT_BACK = Text("验证没有通过：{reason}", "Not verified: {reason}")
SOURCE = Text("来源", "From")
OWN_IDEA = Text("自行提出", "raised directly")
OWNER_LABEL = Text("负责人", "Owner")
DUE = Text("期限", "Due")
VERIFIER_LABEL = Text("验证人", "Verifier")
VERIFIED = Text("验证", "Verified")
VERIFIED_BY = Text("{name}于{day}验证通过", "by {name}, {day}")
DECLINED = Text("不采纳的理由", "Declined because")
CLAUSE = Text("依据", "Clause")
CLAUSE_IS = Text("章程 6.3.2（持续改进）", "charter 6.3.2 (improvement)")
LATE = Text("已逾期", "late")

SOON = Text("改进项 {code} {text} {day}到期", "{code} {text} is due on {day}")
TODAY = Text("改进项 {code} {text} 今天到期", "{code} {text} is due today")
OVERDUE = Text("改进项 {code} {text} 已逾期（{day}）", "{code} {text} is late ({day})")
RAISED = Text("已登记改进项 {code}，负责人{name}，{day}前。", "{code} raised; {name} owns it, due {day}.")
HOW_TO_RAISE = Text(
    "写成一句：新增改进项：补一次应急培训，负责人王老师，12月31日前",
    "In one sentence: add improvement: …, owner NAME, by 31 Dec",
)
RAISE = Text("新增改进项", "Add improvement")
WHO_RAISES = Text("CIO、校领导或检查员", "the CIO, a leader or an inspector")
BOARD = Text("改进项：未关闭 {open} 个，已关闭 {closed} 个", "Improvements: {open} open, {closed} closed")
BOARD_NONE = Text("还没有改进项。", "There are no improvement items yet.")
BOARD_GROUP = Text("【{status}】{count} 个", "{status}: {count}")
BOARD_LINE = Text("{code} {text} · {name} · {day}{mark}", "{code} {text} · {name} · {day}{mark}")
BOARD_CLOSED = Text("{code} {text} · {name}验证", "{code} {text} · verified by {name}")
BOARD_DECLINED = Text("{code} {text} · 理由：{reason}", "{code} {text} · because {reason}")
MARK_LATE = Text("（逾期）", " (late)")
REASSIGNED = Text("{code} 由{name}负责。", "{name} owns {code} now.")
