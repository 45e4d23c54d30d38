"""How we greet, bind and help."""

from handlers.texts import Text

WELCOME_GUEST = Text(
    "你好，我是校信官，学校的信息化助手。",
    "Hello, I am Xiaoxin, the school's IT assistant.",
)
WELCOME_GUEST_HOW = Text(
    "现在就可以问制度；要报修、办事，先绑定身份（向信息技术人员要一个绑定码）。",
    "Ask about the charter right away; to report faults, bind your account first (ask IT staff for a code).",
)
WELCOME_PERSON = Text("{name}，你好！我是校信官。", "Hello {name}, I am Xiaoxin.")
WELCOME_GROUP = Text(
    "大家好，我是校信官，学校的信息化助手。", "Hello everybody, I am Xiaoxin, the school's IT assistant."
)
WELCOME_GROUP_HOW = Text(
    "在群里 @我 或者回复我的消息，我才会听；个人的事请私聊我。",
    "In a group I listen when you mention me or reply to me. For anything personal, write to me in private.",
)
EDITED = Text(
    "你改了之前的消息，我这里还按原来那条算。要更正，请把对的内容再发一条。",
    "You edited an earlier message; I still go by what it said first. To correct it, send the right words as a new one.",
)
NAMELESS = Text(
    "匿名身份我认不出是谁，没法办事。请关掉「匿名」再说，或者私聊我。",
    "I cannot tell who speaks as an anonymous administrator. Please write under your own name, or in private.",
)
PRIVACY = Text(
    "只保存办事需要的内容，不读你的其他聊天。", "I keep only what the work needs and never read your other chats."
)
BOUND = Text("绑定成功：你是{name}（{department}）。", "Done: you are {name} ({department}).")
BOUND_HERE = Text("绑定成功。以后办事请私聊我{way}。", "Done. From now on write to me in private{way}.")
NOT_ASKED = Text("这是问账号本人的，不用你来按。", "This asks the owner of the account, not you.")
BOUND_ALREADY = Text("这个账号已经是{name}了，不用再绑定。", "This account is already {name}'s; nothing to do.")
BOUND_OTHER = Text(
    "这个账号现在是{name}的，绑定码没有用掉。要换人：先发「解绑」，再发一次绑定码。",
    "This account is {name}'s; the code was not used. To change that, send “unbind” and then the code again.",
)
UNBIND = Text("解除绑定", "Unbind")
UNBIND_ASKED = Text("要解除这个账号和{name}的绑定吗？", "Shall this account no longer be {name}'s?")
UNBIND_MEANS = Text(
    "之后审批和提醒不再发到这里；要再用，得向信息技术人员要新的绑定码。",
    "Requests and reminders will not come here any more; to come back you need a new code from IT staff.",
)
UNBOUND = Text("已解除：这个账号不再是{name}的了。", "Done: this account is no longer {name}'s.")
CODE_WRONG = Text(
    "绑定码不对或已过期。请核对后再发，或请信息技术人员重新生成一个。",
    "That code is wrong or has expired. Check it, or ask IT staff for a new one.",
)
TOO_MANY = Text(
    "试错次数太多了，请一小时后再试，或联系信息技术人员。",
    "Too many wrong codes. Try again in an hour, or contact IT staff.",
)
SEE_UNBOUND = Text("查看谁还没绑定", "see who has not bound an account")
WHO_SEES_UNBOUND = Text(
    "CIO、系统管理员和技术人员（部门负责人、联络人看本部门）",
    "the CIO, administrators and technicians (heads and liaisons: their own department)",
)
ALL_BOUND = Text("大家都绑定了，都能收到消息。", "Everybody has bound an account and can be reached.")
UNBOUND_ARE = Text("有 {count} 人收不到消息：", "{count} people cannot be reached:")
CANNOT_TELL = Text(
    "没有发出：这 {count} 人正因为没绑定，什么消息都收不到，请当面或打电话告诉他们。",
    "Nothing was sent: these {count} people cannot be reached before they bind an account. Please tell them in person.",
)
NOT_BOUND = Text("没绑定账号 {count} 人", "No account bound: {count}")
NOT_REACHED = Text("绑定过、现在收不到 {count} 人（退出或拉黑了）", "Bound, but unreachable now: {count}")
IN_DEPARTMENT = Text("{department}（{count}）：{names}", "{department} ({count}): {names}")
AND_MORE = Text("还有 {count} 人", "{count} more")
CODES_HOW = Text(
    "绑定码不在聊天里发，免得被别人看到、冒名绑定。",
    "Binding codes are not given in a chat, where others might see them.",
)
CODES_WHERE = Text(
    "绑定码由系统管理员在服务器上运行「xiaoxin people invite 姓名」生成，当面交给本人；本人发送「绑定 绑定码」即可。",
    "An administrator makes a code on the server with `xiaoxin people invite NAME` and hands it over; its owner sends “bind CODE”.",
)
CODES_WECOM = Text(
    "名册里登记了企业微信账号的老师不用绑定码，在企业微信里发一句话就认得。",
    "Whoever is in the directory with a WeCom id needs no code.",
)
HOW_TO_BIND = Text(
    "请向信息技术人员要绑定码，然后发送：绑定 你的绑定码", "Ask IT staff for a binding code, then send: bind YOUR-CODE"
)
NOT_ME = Text("不是我", "Not me")
BOUND_NOTE = Text("报修、审批和提醒都会发到这个账号。", "Requests and reminders now come to this account.")
RELEASED = Text(
    "已解除绑定。请核对绑定码是给谁的，再要一个新的。", "Released. Please check whose code it is and ask for a new one."
)
HELP = Text("我会这些，直接说就行：", "I can do these; just say it:")
HELP_MORE = Text("更多", "More")
HELP_NOT = Text(
    "不会的我会直说。要找人，说「转人工」。「取消」随时有效。",
    "I say so when I cannot. For a person say “human”; “cancel” always works.",
)
TASKS = Text("你的待办（{count} 件）", "On your desk ({count})")
TASKS_NONE = Text("你手头没有待办，安心上课。", "Nothing is waiting for you.")
TASKS_GUEST = Text("绑定身份后才有待办。", "Bind your account first; then I know your tasks.")
MORE = Text("……还有 {count} 件", "… and {count} more")
SMALLTALK = Text("不客气，有事随时叫我。", "You're welcome. I'm here when you need me.")
GREETING = Text("你好！要报修、问制度，还是看待办？", "Hello! A fault, a charter question, or your tasks?")
HUMAN_TOLD = Text("{name}请求人工帮助：「{words}」", "{name} asks for a person: “{words}”")
HUMAN_NOTIFIED = Text("已转告{people}，会尽快联系你。", "I told {people}; they will get in touch.")
HUMAN_NONE = Text(
    "已记下。学校还没有登记信息技术人员，请直接联系信息中心。",
    "Noted. No IT staff are registered yet; please contact the IT office.",
)
LANGUAGE_SET = Text("好的，以后用中文。", "All right, English from now on.")
PLAIN_TEXT = Text(
    "好的，以后用文字和数字，回复数字就是点按钮。想要按钮了说「要按钮」。",
    "All right: words and numbers; a number presses the button. Say “cards” to have them back.",
)
NO_BUTTONS_HERE = Text(
    "这里没有按钮，都用文字和数字：回复数字就是点按钮。",
    "There are no buttons here, only words and numbers: reply with a number to press one.",
)
WITH_BUTTONS = Text("好的，以后用带按钮的卡片。", "All right, cards with buttons from now on.")
OUT_OF_SCOPE = Text("这个我帮不上，我只管学校信息化的事。", "I cannot help with that; I look after the school's IT.")
UNAUTHORIZED = Text("这件事你现在没有权限。{who}", "You are not allowed to do that. {who}")
UNAUTHORIZED_WHO = Text(
    "审批由 CIO 决定；工单由技术员处理；制度的解释由领导小组发布。",
    "Approvals are the CIO's; issues are the technicians'; interpretations are the leading group's.",
)
UNSAFE = Text(
    "这个不能做，也不会帮忙做。信息安全的事请找信息技术人员。",
    "I will not help with that. For security matters talk to IT staff.",
)
NOTHING_UNDONE = Text("没有可以返回的步骤。", "There is no step to go back to.")
RESUME = Text("继续 {form}", "Continue: {form}")
LEFT_US = Text(
    "{name}在{platform}上停用了校信官（屏蔽、取消关注或退出），以后的消息改用{instead}。",
    "{name} has left Xiaoxin on {platform} (blocked, unfollowed or gone); from now on they are told by {instead}.",
)
LEFT_US_FOR_NOWHERE = Text(
    "{name}在{platform}上停用了校信官（屏蔽、取消关注或退出），也没有别的渠道。给本人的消息先留着，等其重新联系或绑定；急事请另行通知。",
    "{name} has left Xiaoxin on {platform} (blocked, unfollowed or gone) and has no other channel. Messages to them wait "
    "until they write or bind again; tell them of urgent matters yourself.",
)
REMOVED = Text(
    "{name}的{platform}账号已从通讯录删除，绑定已解除。{then}如果已经离校，请在服务器上运行「xiaoxin people offboard {name}」。",
    "{name}'s {platform} account was deleted from the directory and is no longer bound. {then} If they have left the school, "
    "run `xiaoxin people offboard {name}` on the server.",
)
REMOVED_INSTEAD = Text("以后的消息改用{instead}。", "From now on they are told by {instead}.")
REMOVED_NOWHERE = Text(
    "没有别的渠道，给本人的消息先留着；急事请另行通知。",
    "They have no other channel, so messages to them wait; tell them of urgent matters yourself.",
)
RENAMED_DISPUTED = Text(
    "企业微信里{name}的账号改成了「{user_id}」，可名册里它是{other}的，所以{name}的绑定先解除了。请核对名册后重新导入。",
    "In WeCom {name}'s id became “{user_id}”, which our list gives to {other}; so {name} is not bound for now. Check the list "
    "and import it again.",
)
MOVED = Text(
    "按企业微信通讯录，{name}的部门已由{before}改为{after}。",
    "As the WeCom directory says, {name} moved from {before} to {after}.",
)
MOVED_ROLES = Text(
    "其部门负责人或联络人的身份没有变，请核对。", "They are still head or liaison: check whether that is right."
)
MOVED_ELSEWHERE = Text(
    "企业微信通讯录里{name}的部门改成了{after}，名册里没有这个部门，仍按{before}算。要改，请更新名册后重新导入。",
    "In the WeCom directory {name} now belongs to {after}, which our list does not know; {before} stands. To change it, import "
    "an updated list.",
)
NUMBERED = Text("编号 {number} 的部门", "department no. {number}")
FILES_BROKEN = Text(
    "你给 {code} 发的 {count} 个图片或文件打不开，像是坏的，没有存上。请换一张（或截个图）再发。",
    "{count} of the pictures or files you sent for {code} cannot be opened and were not kept. Send another one, or a screenshot.",
)
FILES_LOST = Text(
    "你给 {code} 发的 {count} 个图片或文件没能取到（超过 20 MB，或者平台上已经没有了），没有存上。请压缩后再发一次。",
    "{count} of the pictures or files you sent for {code} could not be fetched (over 20 MB, or gone from the platform) and were "
    "not kept. Make them smaller and send them again.",
)
