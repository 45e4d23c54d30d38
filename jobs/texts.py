"""What the relay and the clock say in their own name."""

from handlers.texts import Text

DIGEST = Text("有 {count} 条消息等着你：", "{count} messages were waiting for you:")
UNREACHABLE = Text(
    "{name}在{platform}上收不到消息了，已改用{instead}。原因：{reason}",
    "{name} can no longer be reached on {platform}; now by {instead}. Reason: {reason}",
)
UNREACHABLE_NOWHERE = Text(
    "{name}在{platform}上收不到消息了，也没有别的渠道；消息先留着，等本人重新联系或绑定。原因：{reason}",
    "{name} can no longer be reached on {platform} and has no other channel. Messages wait until they write or "
    "bind again. Reason: {reason}",
)
UNREACHABLE_MANY = Text(
    "{platform}上有 {count} 人收不到消息了。原因：{reason}",
    "{count} people can no longer be reached on {platform}. Reason: {reason}",
)
INSTEAD = Text("已改用其他渠道：{names}", "Now by another channel: {names}")
NOWHERE = Text(
    "没有别的渠道，消息先留着，等本人重新联系或绑定：{names}",
    "No other channel; messages wait until they write or bind again: {names}",
)
AND_MORE = Text("{names} 等", "{names} and others")
PERHAPS_OURS = Text(
    "一次有这么多人，多半是平台的设置变了（如应用的可见范围）。请先核对，改好后本人发一句话即恢复。",
    "So many at once usually means that a setting changed there (such as who may see the application). Please look "
    "there first; once it is right, everybody who writes is reachable again.",
)
GROUP_GONE = Text(
    "{platform}的一个群收不到消息了（{address}）。请把机器人重新加进群。原因：{reason}",
    "A group on {platform} can no longer be reached ({address}). Please add the bot again. Reason: {reason}",
)
DATABASE_BACK = Text(
    "数据库从 {since} 起写不进去，{until} 恢复。期间收到的消息没有丢，平台会重新送来。请检查磁盘空间和数据库日志。",
    "The database could not be written from {since} and works again since {until}. Nothing that was sent to me is lost: "
    "the platforms bring it again. Please look at the disk and at the database's log.",
)
SOMEBODY = Text("一位没有绑定的用户", "Somebody who is not bound")
MISSED = Text(
    "「{title}」本该在{at}进行，当时我没有在运行。要现在补上吗？",
    "“{title}” was due at {at}, but I was not running then. Make up for it now?",
)
DO_IT_NOW = Text("现在补上", "Do it now")
LET_IT_BE = Text("不用了", "Let it be")
