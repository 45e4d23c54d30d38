"""What stands on the chat page itself. What Xiaoxin says on it comes from the features, as everywhere."""

from handlers.texts import Text

# The words of the page, by the names its script and its template use.
WORDS = {
    "name": Text("校信官", "Xiaoxin"),
    "title": Text("校信官 · Xiaoxin", "Xiaoxin · 校信官"),
    "demo": Text("演示学校", "Demo school"),
    "people": Text("换一个人", "Switch person"),
    "clock": Text("把时钟往前拨", "Move the clock forward"),
    "hour": Text("+1 小时", "+1 hour"),
    "day": Text("+1 天", "+1 day"),
    "week": Text("到下周一 8:30", "To Monday 8:30"),
    "write": Text("说点什么", "Say something"),
    "example": Text("说点什么…… 例如：高二3班投影仪不亮", "Say something… such as: no Wi-Fi in room 203"),
    "example_duties": Text("说点什么…… 例如：我的待办", "Say something… such as: my tasks"),
    "send": Text("发送", "Send"),
    "attach": Text("发图片", "Picture"),
    "attach_long": Text("发图片或文件", "Send a picture or a file"),
    "file": Text("文件：", "File: "),
    "list": Text("、", ", "),
    "conversation": Text("和校信官的对话：", "Conversation with Xiaoxin: "),
    "you": Text("你", "You"),
    "me": Text("我", "Me"),
    "unread": Text("条未读", "unread"),
    "newer": Text("↓ 看新消息", "↓ New messages"),
    "sending": Text("正在发送……", "Sending…"),
    "unsent": Text("还没发出去，连上后自动再发。", "Not sent yet; it is sent again once connected."),
    "again": Text("再发一次", "Send again"),
    "no_server": Text("连不上服务器,写的话都留着。", "The server cannot be reached; what you wrote is kept."),
    "reconnecting": Text("连接中断，正在重连……", "Disconnected, reconnecting…"),
    "too_long": Text(
        "一条最多 4000 字，现在 {count} 字。请分几条发。",
        "{count} characters; one message holds 4000. Send it in parts.",
    ),
    "no_script": Text(
        "这个页面需要 JavaScript。终端里也能聊：xiaoxin chat",
        "This page needs JavaScript; the terminal does not: xiaoxin chat",
    ),
}
ROLES = {
    "staff": Text("教职工", "staff"), "liaison": Text("部门联络人", "liaison"), "head": Text("部门负责人", "head"),
    "technician": Text("技术员", "technician"), "dispatcher": Text("调度", "dispatcher"), "cio": Text("CIO", "CIO"),
    "leader": Text("校领导", "school leader"), "secretary": Text("领导小组秘书", "secretary"),
    "member": Text("领导小组成员", "member"), "inspector": Text("检查员", "inspector"), "auditor": Text("审计员", "auditor"),
    "admin": Text("系统管理员", "administrator"),
}  # fmt: skip

# The way to the other language, named in that language.
OTHER_LANGUAGE = {"zh": "English", "en": "中文"}

# What a refusal says.
ONLY_FROM_HERE = Text("只接受来自本页面的请求。", "Only from this page.")
OPEN_FIRST = Text("先打开 /chat 页面。", "Open /chat first.")
NOT_YOURS = Text("这不是你的对话。", "Not your conversation.")
EMPTY = Text("请先写点什么。", "Write something first.")
LONG = Text(
    "内容太长了，没有发出。一条最多 4000 字，请分几条发。", "Too long, not sent. One message holds 4000 characters."
)
UNREADABLE = Text("请求无法读取。", "Unreadable request.")
TOO_FAST = Text("太快了，请稍等一会儿。", "Too fast; please wait a moment.")
NOT_KEPT = Text("没有存下来，请再发一次。", "Not saved; please send it again.")
FILE_TOO_BIG = Text("文件太大，没有发出。最大 20 MB。", "The file is too big, not sent. 20 MB at most.")
FILE_DAMAGED = Text("这张图片打不开，没有发出。请换一张。", "This picture is damaged, not sent. Please take another.")
FILE_UNBOUND = Text(
    "发图片和文件要先绑定：请向信息技术人员要一个绑定码，然后发送「绑定 绑定码」。文字现在就能发。",
    "To send pictures and files, bind first: ask your IT staff for a code and send “bind CODE”. Words can be sent now.",
)
MINUTES = Text("请给出分钟数。", "Give a number of minutes.")
FORWARD_ONLY = Text("时钟只能往前，一次最多 120 天。", "Forward only, at most 120 days at a time.")
