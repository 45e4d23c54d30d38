"""How we speak about letters of delegation."""

from handlers.texts import Text

FORM = Text("委托审批", "Letter of delegation")
DELEGATE = Text("代理人", "Acting")
DELEGATE_ASK = Text("请谁代你审批？写姓名", "who acts for you")
PERIOD = Text("委托期限", "Period")
PERIOD_ASK = Text("从哪天到哪天，如 12月1日到12月5日", "from which day to which, such as 1 Dec to 5 Dec")
PERIOD_UNREADABLE = Text(
    "委托期限没看懂，或者已经过了。写成这样：12月1日到12月5日",
    "I could not read the period, or it is over. Write it like: 1 Dec to 5 Dec",
)
AMOUNT = Text("额度", "Limit")
AMOUNT_ASK = Text("最多多少元，如 5万；不写就是不限", "up to which amount; none means no limit")
ANY_AMOUNT = Text("不限金额", "any amount")
UP_TO = Text("{amount}以内", "up to {amount}")
SCOPE = Text("范围", "Scope")
SCOPE_ASK = Text("管哪些：变更、结项、评估，或哪个部门；不写就是全部", "which decisions or departments; none means all")
SCOPE_UNREADABLE = Text(
    "范围没看懂。写部门全名，或立项、变更、结项、评估，如「范围：数学组，变更」。",
    "I could not read the scope. Name departments, or approvals, changes, completion, evaluation.",
)
CHECK = Text("委托{name}代你审批", "{name} will act for you")
CHECK_LINE = Text(
    "确认后生效；到期自动结束，随时可以收回。", "It counts once confirmed, ends by itself, and can be taken back."
)
GIVEN = Text("已委托{name}：{span}，{amount}，{scope}。", "{name} acts for you: {span}, {amount}, {scope}.")
TOLD = Text(
    "{principal}委托你代为审批：{span}，{amount}，{scope}。记录会写明「代」。",
    "{principal} asks you to act on approvals: {span}, {amount}, {scope}. The record will say so.",
)
REVOKE = Text("收回给{name}的委托", "Take back from {name}")
REVOKED = Text("委托已收回。", "The letter was taken back.")
TAKEN_BACK = Text("{name}收回了给你的审批委托。", "{name} took the letter of delegation back.")
ENDED = Text("{name}给你的审批委托到期了，谢谢。", "The letter from {name} has ended. Thank you.")
ENDED_YOURS = Text("你给{name}的审批委托到期了。", "Your letter to {name} has ended.")
NONE_GIVEN = Text("你现在没有生效的委托。要委托，说：委托 姓名 审批 12月1日到12月5日", "You have no letters in force.")
LIST = Text("你给出的委托：", "Letters you gave:")
LINE = Text("{name}：{span}，{amount}，{scope}", "{name}: {span}, {amount}, {scope}")
ONLY_CIO = Text("CIO 本人", "the CIO in person")
DELEGATE_STEP = Text("委托审批", "Delegate approvals")
NOT_YOURSELF = Text("不能委托给自己，请换一位。", "Not to yourself; please name somebody else.")
ALTERNATE_IS = Text("CIO 自己的申请由{name}审批（回避）。", "{name} decides on the CIO's own requests.")
ALTERNATE_NONE = Text("还没有指定回避审批人。请发：回避审批人 姓名", "No alternate is named. Send: alternate NAME")
ALTERNATE_TOLD = Text(
    "{name}指定你为回避审批人：CIO 自己的申请由你决定。", "{name} named you to decide on the CIO's own requests."
)
ALTERNATE_OTHER = Text("请指定一位不是 CIO 的老师。", "Please name somebody who is not a CIO.")
