"""How we speak about feedback."""

from handlers.texts import Text
from storage.feedback import FeedbackStage

STATUS: dict[str, Text] = {
    FeedbackStage.RECEIVED: Text("收到", "received"),
    FeedbackStage.ASSIGNED: Text("已分派", "assigned"),
    FeedbackStage.ANSWERED: Text("已答复", "answered"),
    FeedbackStage.ADOPTED: Text("已采纳", "adopted"),
    FeedbackStage.PUBLISHED: Text("已公示", "published"),
    FeedbackStage.SET_ASIDE: Text("未受理", "set aside"),
}
ASSIGN = Text("分派", "Assign")
ANSWER = Text("答复", "Answer")
ADOPT = Text("采纳", "Adopt")
PUBLISH = Text("公示", "Publish")
SET_ASIDE = Text("不受理", "Set aside")
REOPEN = Text("没解决", "Not settled")
HANDLER = Text("承办人或 CIO", "whoever handles it or the CIO")

FEEDBACK = Text("反馈", "Feedback")
WORDS = Text("内容", "Words")
ASK_WORDS = Text("想反映什么？写下来就行。", "What would you like to say? Just write it.")
HOW = Text("方式", "How")
ASK_HOW = Text(
    "怎么提交？实名的答复会发给你；匿名的给你一个回执码，凭码看答复，我们不知道你是谁。",
    "How? Named: the answer comes to you. Anonymous: you get a receipt code to ask with, and we do not know who you are.",
)
NAMED = Text("实名提交", "With my name")
ANONYMOUS = Text("匿名提交", "Anonymously")
NAME = Text("称呼", "Name")
ASK_NAME = Text("怎么称呼你？家长请带上年级班级。", "What is your name? Parents, please add the class.")
PERSON = Text("姓名", "Name")
ASK_PERSON = Text("分派给谁？写姓名。", "Who handles it? Write the name.")
ASK_ANSWER = Text("怎么答复？这句话会发给提意见的人。", "What is the answer? The sender reads it.")
REASON = Text("理由", "Reason")
ASK_SET_ASIDE = Text("为什么不受理？提意见的人会看到。", "Why is it set aside? The sender reads it.")
ASK_REOPEN = Text("还差什么？写一句，承办人会看到。", "What is missing? One line for whoever handles it.")
PUBLIC = Text("公示内容", "On the wall")
ASK_PUBLIC = Text(
    "回音壁上怎么写？不写姓名班级；只想计数就按「只计数」。",
    "What stands on the wall? No names; press “Only count” otherwise.",
)
ONLY_COUNT = Text("只计数", "Only count")
TOO_LONG = Text("太长了（{count} 字），请控制在 {most} 字以内。", "Too long ({count}); {most} characters at most.")
TOO_SHORT = Text("再写具体一点，我们才好办。", "A little more, please, so that something can be done.")
TOO_MANY = Text(
    "你提得有点多了，歇一会儿再来（细则「{rule}」{value}）。",
    "That is a lot for now; please come back later (rule “{rule}”, {value}).",
)

RECEIVED = Text(
    "收到，编号 {code}，{days} 天内答复你。", "Received as {code}; you will be answered within {days} days."
)
RECEIVED_NOTE = Text("问进展就说：我的反馈", "Ask “my feedback” to see where it stands")
RECEIPT = Text("匿名收到。回执码：{receipt}", "Received anonymously. Receipt code: {receipt}")
RECEIPT_HOW = Text(
    "只显示这一次，请抄下来。{days} 天内答复，到时发「回执 {receipt}」看答复，或加「补充 …」。",
    "Shown only once: please keep it. The answer comes within {days} days; send “receipt {receipt}” to read it.",
)
RECEIPT_PROMISE = Text(
    "我们存你写的话和日期，不存你是谁；这段对话一小时内从系统里删除。聊天平台自己的记录、你写的内容本身，我们管不了。",
    "We keep your words and the day, not who you are; this talk is deleted within the hour. What the chat platform keeps, "
    "and what your words give away, is beyond us.",
)
NOT_IN_A_GROUP = Text(
    "群里提不了匿名的：大家都看见了。请私聊我。", "A group is no place for anonymity. Please write to me in private."
)

TITLE = Text("{code} {what} · {status}", "{code} {what} · {status}")
NEW = Text("新反馈 {code}：{what}", "New feedback {code}: {what}")
TO_YOU = Text("请答复 {code}：{what}", "Please answer {code}: {what}")
FROM = Text("来自", "From")
NAMELESS = Text("匿名", "anonymous")
GUEST = Text("{name}（访客）", "{name} (guest)")
HANDLED_BY = Text("承办人", "Handled by")
DUE = Text("答复期限", "Answer by")
DUE_BY = Text("{day}（细则「{rule}」{value}）", "{day} (rule “{rule}”, {value})")
LATE = Text("{day}，已逾期（细则「{rule}」{value}）", "{day}, late (rule “{rule}”, {value})")
ANSWER_LABEL = Text("答复", "Answer")
ADOPTED_AS = Text("采纳为", "Adopted as")
ADDED = Text("补充", "Added")
BACK = Text("没解决的地方", "Not settled")
SET_ASIDE_BECAUSE = Text("未受理的理由", "Set aside because")
CLAUSE = Text("依据", "Clause")
CLAUSE_IS = Text("章程 8.1.2（反馈机制）", "charter 8.1.2 (feedback)")

ANSWERED = Text("你的反馈 {code} 有答复了：{answer}", "Your feedback {code} was answered: {answer}")
ANSWERED_HOW = Text("没解决就说：没解决 {code} 还差什么", "If not settled: not settled {code} and what is missing")
ADOPTED = Text(
    "你的反馈 {code} 被采纳了，正在改进（{item}）。谢谢你。", "Your feedback {code} is adopted ({item}). Thank you."
)
DONE_ADOPTED = Text("{code} 已采纳，改进项 {item}。", "{code} is adopted as {item}.")
SET_ASIDE_TOLD = Text("你的反馈 {code} 没有受理：{reason}", "Your feedback {code} was set aside: {reason}")
ASSIGNED = Text("{code} 分派给{name}了。", "{name} handles {code}.")
STILL_OPEN = Text("还没答复：{code} {what}", "Still unanswered: {code} {what}")
STILL_OPEN_ALL = Text("{count} 条反馈还没答复", "{count} pieces of feedback are still unanswered")
REMINDED_LINE = Text("{code} {what}", "{code} {what}")
LOOK = Text("看 {code}", "Open {code}")
UNANSWERED = Text("等答复的反馈（{count} 条）", "Feedback waiting for an answer ({count})")
MINE = Text("你的反馈（{count} 条）", "Your feedback ({count})")
MINE_NONE = Text(
    "没有你实名提过的反馈。匿名的请发「回执 回执码」。",
    "You sent none with your name. For anonymous ones send “receipt CODE”.",
)
LINE = Text("{code} {what} · {status}{answer}", "{code} {what} · {status}{answer}")
BY_RECEIPT = Text("这条匿名反馈：{status}", "This anonymous feedback: {status}")
BY_RECEIPT_SEALED = Text(
    "这条匿名反馈已收到，下个整点登记。", "This anonymous feedback was received and is registered at the full hour."
)
NO_ANSWER_YET = Text("还没有答复，{day}前会有。", "Not answered yet; it will be by {day}.")
ADD_HOW = Text("要补充就发：回执 回执码 补充 …", "To add something: receipt CODE add …")
NO_SUCH_RECEIPT = Text("没有这个回执码，请核对一下字母。", "There is no such receipt code; please check the letters.")
HOW_TO_ASK = Text("请发「回执」加上回执码的 16 个字母。", "Please send “receipt” and the 16 letters of the code.")
ADDED_DONE = Text("补充已经转给承办人。", "What you added was passed on.")
ADDED_TOLD = Text("{code} 有补充：{words}", "More on {code}: {words}")

WALL = Text(
    "回音壁 {month}：收到 {received} 条，答复 {answered} 条，采纳 {adopted} 条",
    "Echo wall {month}: {received} received, {answered} answered, {adopted} adopted",
)
WALL_LINE = Text("· {what}", "· {what}")
WALL_BEFORE = Text(
    "上月：收到 {received} 条，答复 {answered} 条，采纳 {adopted} 条",
    "Last month: {received} received, {answered} answered, {adopted} adopted",
)
WALL_NOTE = Text(
    "不写姓名。也想说两句：说「建议 …」或「匿名反馈 …」。",
    "No names. To add yours: “suggestion: …” or “anonymous feedback: …”.",
)
WALL_OUT = Text(
    "{month}的回音壁已公布：收到 {received} 条，答复 {answered} 条，采纳 {adopted} 条",
    "The wall of {month} is out: {received} received, {answered} answered, {adopted} adopted",
)

DANGER_HELP = Text(
    "谢谢你说出来。你的安全最要紧，你不是一个人。", "Thank you for telling. You matter, and you are not alone."
)
DANGER_LINES = (
    Text(
        "现在就有危险，请打 110（报警）或 120（急救）。", "In danger right now? Call 110 (police) or 120 (ambulance)."
    ),
    Text(
        "心里难受，随时可以打 12356（心理援助）；未成年人也可以打 12355。",
        "To talk to somebody at any hour: 12356; young people also 12355.",
    ),
    Text(
        "身边有信任的老师、家人或同学，请现在就去找他。", "Is there somebody you trust nearby? Please go to them now."
    ),
)
DANGER_PASSED = Text("我已经马上告诉{people}，{how}。", "I told {people} at once, {how}.")
DANGER_NAMED = Text("带上了你的名字，他们会联系你", "with your name; they will come to you")
DANGER_NAMELESS = Text(
    "没有你的名字，因为我不知道你是谁；愿意的话告诉我你在哪、叫什么",
    "without a name, for I do not know it; tell me who and where you are if you can",
)
DANGER_TOLD = Text("紧急：有人可能有危险，请马上处理", "Urgent: somebody may be in danger, please act now")
DANGER_WORDS = Text("原话", "Their words")
DANGER_WHO = Text("是谁", "Who")
DANGER_WHERE = Text("从哪里发来", "Sent on")
UNKNOWN = Text("不知道（匿名）", "unknown (anonymous)")
HELP = Text(
    "提意见：建议图书馆加插座（可匿名）；回音壁", "Feedback: “suggestion: more sockets” (named or not); echo wall"
)
