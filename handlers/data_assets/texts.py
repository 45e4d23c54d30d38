"""How we speak about the classes of data."""

from handlers.texts import Text
from storage.data_assets import AssetStage

STATUS: dict[str, Text] = {
    AssetStage.REGISTERED: Text("已登记", "registered"),
    AssetStage.SUGGESTED: Text("待确认", "to be confirmed"),
    AssetStage.CONFIRMED: Text("已确认", "confirmed"),
    AssetStage.REVIEWING: Text("待复核", "to be reviewed"),
}
FORM = Text("数据分类", "Classify data")
WHAT = Text("什么数据", "What data")
ASK_WHAT = Text(
    "是什么数据？如：学生成绩、门禁人脸照片、公开的课程表。",
    "What data? Such as: pupils' grades, faces at the door, the public timetable.",
)
WHOSE = Text("谁的", "Whose")
ASK_WHOSE = Text("是谁的数据？", "Whose data is it?")
WHOSE_OPTIONS = (
    ("minors", Text("未成年学生", "Pupils under 18")),
    ("adults", Text("教职工", "Staff")),
    ("parents", Text("家长", "Parents")),
    ("nobody", Text("不涉及个人", "Nobody's")),
)
AMOUNT = Text("多少人", "How many")
ASK_AMOUNT = Text("大约涉及多少人？写个数，如：800。", "About how many people? A number, such as 800.")
BAD_AMOUNT = Text("写一个数，如 800；不知道就写「不清楚」。", "Write a number such as 800, or “not known”.")
OWNER = Text("责任人", "Owner")
SYSTEM = Text("系统", "System")
PROJECT = Text("项目", "Project")
TOO_LONG = Text("名称太长，请写短一点（40 字以内）。", "The name is too long; 40 characters at most.")

CONFIRM = Text("确认这个级别", "Confirm this class")
OTHER = Text("改级别", "Another class")
ASK_OTHER = Text(
    "改成哪一级、为什么？如：重要，汇总了全区成绩",
    "Which class, and why? Such as: important, it holds the whole district",
)
REVIEW = Text("复核", "Review")
KEEP = Text("复核无变化", "Still right")
CLASS_AND_WHY = Text("级别和理由", "Class and reason")
NO_REASON = Text(
    "改级别要写理由，如：重要，汇总了全区成绩",
    "Another class needs a reason, such as: important, it holds the whole district",
)
LOWER = Text("比建议的级别低，要由 CIO 来定。", "Lower than suggested: the CIO decides that.")

TITLE = Text("{code} {name} · {status}", "{code} {name} · {status}")
SUGGESTION = Text("{name}：建议定为「{data_class}」", "{name}: suggested class “{data_class}”")
REVIEW_DUE = Text("该复核了：{name}（{data_class}）", "Time to review: {name} ({data_class})")
CLASS = Text("级别", "Class")
UNCONFIRMED = Text("{data_class}（待责任人确认）", "{data_class} (its owner has to confirm)")
MINORS = Text("未成年人", "minors")
PERSONAL = Text("敏感个人信息", "sensitive personal")
MARKS = Text("{data_class} · {marks}", "{data_class} · {marks}")
BECAUSE = Text("理由", "Because")
GROUNDS = {
    "public": Text("本来就公开", "public anyway"),
    "minors": Text("涉及未成年人，按敏感个人信息保护", "about minors: protected as sensitive"),
    "under14": Text(
        "不满十四周岁的个人信息属于敏感个人信息（个人信息保护法）", "of children under 14: sensitive by law (PIPL)"
    ),
    "sensitive": Text(
        "含生物识别、健康、身份、住址、财务或行踪一类", "biometric, health, identity, address, money or whereabouts"
    ),
    "personal": Text("含个人信息", "about people"),
    "many": Text("涉及 {many} 人以上（细则「{rule}」）", "{many} people or more (rule “{rule}”)"),
    "teaching": Text("未公开的试题或考务", "examination papers not yet public"),
    "plain": Text("不涉及个人，泄露影响小", "nobody's, little harm if it leaks"),
}
MEASURES = Text("要做到", "Required")
MEASURES_OF = {
    "general": (
        Text("责任人明确，账号按岗位开", "an owner; accounts by duty"),
        Text("至少每 {days} 天备份一次（细则「{rule}」）", "a backup at least every {days} days (rule “{rule}”)"),
    ),
    "important": (
        Text("只给必要的人，导出要审批留痕", "only those who need it; exports approved and logged"),
        Text("加密存放，不发微信群、不传个人网盘", "stored encrypted; never in chat groups or private clouds"),
        Text("至少每 {days} 天备份一次（细则「{rule}」）", "a backup at least every {days} days (rule “{rule}”)"),
    ),
    "sensitive": (
        Text("先告知并取得单独同意，未成年人由监护人同意", "told first, separate consent; guardians consent for minors"),
        Text("只给必要的人，导出要审批留痕，展示时遮盖", "only those who need it; exports approved; masked when shown"),
        Text("加密存放，不发微信群、不传个人网盘、不出境", "encrypted; never in chat groups or private clouds, never abroad"),
        Text("至少每 {days} 天备份一次（细则「{rule}」）", "a backup at least every {days} days (rule “{rule}”)"),
    ),
    "core": (
        Text("立即报告 CIO，按主管部门要求专门保护", "report to the CIO at once; special protection by the authorities"),
        Text("至少每 {days} 天备份一次（细则「{rule}」）", "a backup at least every {days} days (rule “{rule}”)"),
    ),
}  # fmt: skip
SOURCE = Text("依据", "Source")
SOURCE_IS = Text("章程 7.2.1（数据分类）、数据安全法、个人信息保护法", "charter 7.2.1, Data Security Law, PIPL")
CONFIRMED_AT = Text("确认", "Confirmed")
CONFIRMED_BY = Text("{name}，{day}；{review}前复核", "{name}, {day}; to be reviewed by {review}")
NOT_CONFIRMED = Text("还没确认", "not yet")
CONFIRM_BY = Text("请在{day}前确认（细则「{rule}」）", "please confirm by {day} (rule “{rule}”)")
NUDGE = Text("还没确认级别：{name}", "Class not confirmed yet: {name}")
ALREADY = Text("{code} {name} 已登记，现在重新判断。", "{code} {name} is registered; judged anew.")

ANSWER = Text("{name}：{data_class}", "{name}: {data_class}")
ANSWER_RECORD = Text("登记 {code}，责任人{owner}，{state}。", "{code}, owner {owner}, {state}.")
ANSWER_NONE = Text("还没登记，以上是按规则的判断。", "Not registered; this is the judgement by the rules.")
NEED_WHAT = Text("问哪种数据？如：学生成绩属于哪级？", "Which data? Such as: what class are pupils' grades?")
REGISTER_IT = Text("登记并确认", "Register and confirm")

LIST = Text("数据资产：{confirmed} 项已确认，{rest} 项没有", "Data: {confirmed} confirmed, {rest} not")
LIST_LINE = Text(
    "{code} {name} · {data_class} · {owner} · {status}", "{code} {name} · {data_class} · {owner} · {status}"
)
LIST_NONE = Text(
    "还没有登记数据。说「数据分类 学生成绩」开始。", "No data is registered. Say “classify data: pupils' grades”."
)
UNCLASSIFIED = Text("没分类的：{count} 项", "Not classified: {count}")
UNCLASSIFIED_NONE = Text("登记的数据和在用系统都分类了。", "All registered data and systems in use are classified.")
UNCLASSIFIED_SYSTEM = Text("{code} {name} · 系统数据未分类 · {owner}", "{code} {name} · data of the system · {owner}")
LOOK = Text("看 {code}", "Open {code}")
OPEN_CONFIRM = Text("{name}的数据级别没确认", "Class of {name} not confirmed")
OPEN_REVIEW = Text("{name}的数据级别该复核", "Class of {name} to be reviewed")
OPEN_SYSTEM = Text("{name}的数据没分类", "Data of {name} not classified")
OBJECTION = Text(
    "{names}还没确认数据级别，先由责任人确认（章程 7.2.1）。",
    "The class of {names} is not confirmed yet (charter 7.2.1).",
)
WHO_CLASSIFIES = Text("教职工", "staff")
MOVED = Text("{left}已离职，{name}的数据责任暂由{owner}承担。", "{left} has left; {owner} answers for {name} for now.")
HELP = Text("数据分类：如「学生成绩属于哪级」「数据分类 门禁照片」", "Data classes: “what class are pupils' grades?”")
SECTION = Text("数据分类", "Data classes")
