"""The words of the admin page."""

from handlers.texts import Text

TITLE = Text("校信官 · 运行状态", "Xiaoxin · Status")
AT = Text("{now}（{zone}）", "{now} ({zone})")
AGAIN = Text("重新读取", "Read again")
OTHER_LANGUAGE = {"zh": "English", "en": "中文"}  # the way to the other one, named in that language
ALL_WELL = Text("一切正常。", "All is well.")
TO_MEND = Text("有 {broken} 处要修，{warnings} 处请留意。", "{broken} to mend, {warnings} to look at.")
NOTHING = Text("没有。", "None.")
NEVER = Text("没有过", "never")

CHECKS = Text("检查", "Checks")
CHANNELS = Text("渠道", "Channels")
CHANNEL_COLUMNS = (
    Text("渠道", "Channel"), Text("本进程在发", "Sending here"), Text("最近收到", "Last heard"),
    Text("最近送达", "Last delivered"), Text("待发", "Queued"), Text("24 小时未送达", "Not delivered, 24 h"),
)  # fmt: skip
YES, NO = Text("是", "yes"), Text("否", "no")
NAMES = {
    "web": Text("网页", "Web page"), "telegram": Text("Telegram", "Telegram"), "wecom": Text("企业微信", "WeCom"),
    "wechat": Text("公众号", "Official Account"), "console": Text("终端", "Terminal"),
}  # fmt: skip
UNDELIVERED = Text("24 小时内没有送达", "Not delivered within 24 hours")
UNDELIVERED_COLUMNS = (Text("渠道", "Channel"), Text("原因", "Reason"), Text("条数", "Messages"))
MISTAKES = Text("24 小时内没能处理的消息", "Messages not handled within 24 hours")
MISTAKES_COLUMNS = (
    Text("时间", "Time"),
    Text("渠道", "Channel"),
    Text("编号（在日志里查）", "Reference (see the log)"),
)
ALARMS = Text("本进程的告警", "Alarms of this process")
ALARMS_COLUMNS = (Text("名称", "Name"), Text("次数", "Times"), Text("最近一次的原因", "Latest cause"))
UNBOUND = Text("还没绑定账号的人", "People without a bound account")
UNBOUND_COLUMNS = (Text("部门", "Department"), Text("人数", "People"))
UNBOUND_NEXT = Text(
    "名单：xiaoxin people list；绑定码：xiaoxin people invite 姓名。",
    "Who they are: xiaoxin people list. Codes: xiaoxin people invite NAME.",
)
NO_DEPARTMENT = Text("没写部门", "No department")
UNKNOWN_REASON = Text("平台没有说", "The platform did not say")

ABOUT = {
    "program": Text("程序", "Program"), "database": Text("数据库", "Database"), "index": Text("制度库", "Charter"),
    "relay": Text("投递", "Relay"), "backup": Text("备份", "Backup"), "disk": Text("磁盘", "Disk"),
}  # fmt: skip
PROGRAM = Text("{version} 版，{since} 启动，进程 {worker}。", "Version {version}, up since {since}, process {worker}.")
DATABASE = Text("{kind}，版本 {revision}，可以读写。", "{kind}, at {revision}, can be read and written.")
DATABASE_AWAY = Text(
    "数据库不能读写。请检查磁盘空间、权限和数据库服务，再运行 xiaoxin doctor。",
    "The database cannot be read or written. Check disk space, permissions and the database server; then run xiaoxin doctor.",
)
INDEX = Text("{clauses} 条，可以回答：{documents}。", "{clauses} clauses, ready to answer: {documents}.")
INDEX_SAMPLE = Text(
    "现在回答的是示例章程（{clauses} 条）。请用 xiaoxin charter import 导入本校的制度。",
    "Answers come from the sample charter ({clauses} clauses). Import your own with xiaoxin charter import.",
)
INDEX_SILENT = Text("制度库不能回答。请运行 xiaoxin doctor。", "The charter does not answer. Run xiaoxin doctor.")
VERSION_OF = Text("《{title}》第 {number} 版", "“{title}” version {number}")
RELAY = Text("在运行。", "Running.")
NOT_SENDING = Text(
    "从 {since} 起发不出去，消息先排着队，恢复后按顺序发出。原因：{cause}",
    "Nothing gets through since {since}; messages wait in line and leave in order once it does. Cause: {cause}",
)
NO_UPDATES = Text(
    "从 {since} 起收不到新消息，平台会替我们留着。原因：{cause}",
    "Nothing comes in since {since}; the platform keeps it for us meanwhile. Cause: {cause}",
)
RELAY_AWAY = Text("没有运行，消息发不出去。请重启校信官。", "Not running: no message leaves. Restart Xiaoxin.")
BACKUP = Text("最近一次 {at}，{rows} 行，{file}。", "Last at {at}, {rows} rows, {file}.")
BACKUP_OLD = Text(
    "最近一次是 {at}，超过 {days} 天了。请安排每天运行 xiaoxin backup 文件。",
    "The last was at {at}, more than {days} days ago. Have xiaoxin backup FILE run every night.",
)
BACKUP_NONE = Text(
    "还没有备份过。请安排每天运行 xiaoxin backup 文件。", "Never. Have xiaoxin backup FILE run every night."
)

SHUT = Text(
    "这个页面只在本机打开，或凭管理口令打开。请在服务器上设置 XIAOXIN_ADMIN_TOKEN，重启后再用它登录（用户名随便填）。",
    "This page opens on the machine itself, or with the admin token. Set XIAOXIN_ADMIN_TOKEN on the server, restart, and sign "
    "in with it (any user name).",
)
SIGN_IN = Text(
    "需要管理口令：把服务器上的 XIAOXIN_ADMIN_TOKEN 填在密码里，用户名随便填。",
    "The admin token is needed: enter XIAOXIN_ADMIN_TOKEN of the server as the password, with any user name.",
)
TOO_MANY = Text("错了太多次，请一分钟后再试。", "Too many wrong tokens; try again in a minute.")
