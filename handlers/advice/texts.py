"""How we speak about selection advice."""

from handlers.texts import Text
from storage.advice import AdviceStage

STATUS: dict[str, Text] = {
    AdviceStage.ASKED: Text("已提出", "asked"),
    AdviceStage.COLLECTING: Text("意见待发布", "draft waits to be issued"),
    AdviceStage.ISSUED: Text("意见已发布", "opinion issued"),
    AdviceStage.TURNED: Text("已转立项", "turned into a request"),
    AdviceStage.REVIEWED: Text("已回访", "followed up"),
    AdviceStage.CANCELLED: Text("已撤回", "withdrawn"),
}

# Buttons
DRAFT = Text("起草意见", "Draft opinion")
ISSUE = Text("发布意见", "Issue opinion")
WRITE = Text("改后发布", "Write and issue")
SEND_BACK = Text("退回修改", "Send back")
TURN = Text("转立项", "Make it a request")
REVIEW = Text("回访", "Follow up")
CANCEL = Text("撤回咨询", "Withdraw")
VERDICTS = (
    ("good", Text("好用", "Still good")),
    ("fair", Text("一般", "So so")),
    ("bad", Text("不好用", "Not good")),
    ("none", Text("没有买", "Not bought")),
)
VERDICT_WORDS = dict(VERDICTS)
LOOK = Text("看 {code}", "Open {code}")

# Who
TECHNICIANS = Text("技术员", "a technician")
THE_CIO = Text("CIO 或代理 CIO", "the CIO or the acting CIO")
THE_ASKER = Text("咨询人本人", "the asker")
THE_ASKER_LATER = Text("咨询人本人（回访时）", "the asker, when asked again")

# The form
FORM = Text("选型咨询", "Selection advice")
PRODUCT = Text("要买什么", "Product")
PRODUCT_ASK = Text("要买哪类东西？如：平板、投影仪、排课软件", "What kind of thing? Such as tablets, projectors")
AMOUNT = Text("数量", "Amount")
AMOUNT_ASK = Text("大概多少？如 20台；不确定写「不确定」", "How many? Such as 20; “unsure” is fine")
USE = Text("用途", "Use")
USE_ASK = Text("给谁用、做什么用？", "Who will use it, and for what?")
DATA = Text("数据类别", "Data class")
DATA_ASK = Text("会用到哪类数据？", "What data will it touch?")
OPINION = Text("意见", "Opinion")
OPINION_ASK = Text(
    "意见怎么写？建议买什么、注意什么，几句就行；以前的采购和检查清单我会附上。",
    "What is the opinion? A few lines; earlier purchases and the checklist are attached.",
)
REASON = Text("理由", "Reason")
BACK_ASK = Text("哪里要改？", "What should change?")

# Cards
TITLE = Text("{code} 选型咨询：{what} · {status}", "{code} Advice: {what} · {status}")
TO_DRAFT = Text(
    "{code} {name}（{department}）想买{what}，请起草意见", "{code} {name} ({department}) wants {what}: please draft"
)
TO_ISSUE = Text("{code} {what}的选型意见写好了，请发布", "{code} The opinion on {what} is ready to be issued")
ASKED = Text(
    "已记下，编号 {code}。技术员会先看，{days}内给你意见。", "Noted as {code}. You will have an opinion within {days}."
)
ISSUED = Text("{name}于 {at} 发布", "issued by {name}, {at}")
DRAFTED_BY = Text("起草人", "Drafted by")
BEFORE = Text("以前买过", "Bought before")
NOTHING_BEFORE = Text("没有查到同类的采购和意见", "nothing alike was found")
PAST_PROJECT = Text("{code} {title}：{facts}", "{code} {title}: {facts}")
PAST_SYSTEM = Text("在用：{name}{facts}", "In use: {name}{facts}")
PAST_ADVICE = Text("{code} {what}（{date}）：{opinion}{verdict}", "{code} {what} ({date}): {opinion}{verdict}")
STILL = Text("；一年后：{verdict}", "; a year later: {verdict}")
USED_BY = Text("，{who}在用", ", used by {who}")
CONTRACT = Text("，合同到 {date}", ", contract until {date}")
PROJECT = Text("立项", "Project")
BECAME = Text("{code} {title}（{facts}）", "{code} {title} ({facts})")
WENT_ON = Text("；立项：{project}", "; became {project}")
ALREADY_REQUESTED = Text(
    "已经转成 {code}（{status}），说「{code}」可看。", "It became {code} ({status}); say “{code}” to see it."
)
NOT_RATED = Text("还没有使用评价", "not rated yet")
INTEGRATION = Text("对接要求", "Integration")
INTEGRATION_IS = Text(
    "用学校统一账号登录；数据能完整导出；接口有文档；先试用再买{systems}",
    "sign-in with the school's accounts; full export of data; documented interfaces; a trial before buying{systems}",
)
WITH_SYSTEMS = Text("；要能和 {names} 对接", "; works with {names}")
CHECKLIST = Text("数据保护清单", "Data protection")
CHECKLISTS = {
    "none": Text("确认不收集师生信息；不装来历不明的应用", "no personal data is collected; no apps of unknown origin"),
    "general": Text(
        "只收必要的信息；账号有专人管；合同写明到期交还并删除数据",
        "collect only what is needed; somebody answers for accounts; data is returned and deleted at the end",
    ),
    "important": Text(
        "数据存在境内；有备份并试过恢复；权限按岗位；供应商有等保备案；合同写明到期交还并删除数据",
        "data stays in the country; restored backups; rights by duty; a graded supplier; return and deletion at the end",
    ),
    "sensitive": Text(
        "先做影响评估；监护人同意（未满 14 岁）；能不用人脸指纹就不用；加密和脱敏；数据存在境内；到期交还并删除；登记数据类别",
        "impact assessment; guardians' consent under 14; no biometrics where avoidable; encryption; data in the country; "
        "return and deletion; registered data class",
    ),
    "unknown": Text("先登记用到哪些数据，定了类别再买", "settle what data it touches before buying"),
}
CHECKLISTS["core"] = CHECKLISTS["important"]
KNOWN_ALREADY = Text("学校以前有过意见，先看看：", "The school has advised on this before:")
REMIND = Text("{code}（{what}）的选型咨询还没有意见，已过 {days}", "{code} ({what}) has had no opinion for {days}")
STILL_GOOD = Text(
    "一年前你咨询过{what}（{code}）。现在还好用吗？", "A year ago you asked about {what} ({code}). Still good?"
)
THANKS = Text(
    "谢谢，记下了：{verdict}。以后有人问，会看到。", "Thank you, noted: {verdict}. The next to ask will see it."
)
BAD_NEWS = Text("{code} {what}：使用一年后的评价是「不好用」", "{code} {what}: a year later it is “not good”")
TITLE_OF_REQUEST = Text("购买{what}", "Buy {what}")
PURPOSE_OF_REQUEST = Text("{purpose}（依据选型意见 {code}）", "{purpose} (on advice {code})")
MINE = Text("你的选型咨询：", "Your requests for advice:")
OPEN = Text("待写意见的咨询：", "Waiting for an opinion:")
LIST_LINE = Text("{code} {what} · {status}", "{code} {what} · {status}")
SENT_BACK = Text("退回修改：{reason}", "Sent back: {reason}")
UNSURE = frozenset({"不确定", "不知道", "unsure"})
HELP = Text(
    "选型咨询：如「想买20台平板，哪种好」",
    "Advice before buying: “which tablets should we buy?”",
)
