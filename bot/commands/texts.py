"""What `xiaoxin doctor` and `xiaoxin charter import` say: what holds, or what does not and how to mend it."""

from handlers.texts import Text

STATES = {"ok": Text("正常", "ok"), "warning": Text("注意", "warning"), "broken": Text("有问题", "broken")}
ABOUT = {
    "settings": Text("设置", "Settings"),
    "clock": Text("时钟", "Clock"),
    "database": Text("数据库", "Database"),
    "disk": Text("磁盘", "Disk"),
    "index": Text("制度库", "Charter"),
    "people": Text("人员", "People"),
    "model": Text("对话模型", "Chat model"),
    "embeddings": Text("向量服务", "Embeddings"),
    "inbox": Text("收到的消息", "Inbox"),
    "outbox": Text("要发的消息", "Outbox"),
    "channels": Text("渠道", "Channels"),
    "telegram": Text("Telegram", "Telegram"),
    "wecom": Text("企业微信", "WeCom"),
    "wechat": Text("公众号", "Official Account"),
    "callback": Text("回调地址", "Callback"),
}
MODEL_FINE = Text("{name} 答话了（{seconds} 秒）。", "{name} answers ({seconds} s).")
MODEL_SLOW = Text(
    "{name} 要 {seconds} 秒，超过 XIAOXIN_LLM_PATIENCE：多数回答会照旧引用原文，听不准的话照旧自己猜。",
    "{name} takes {seconds} s, more than XIAOXIN_LLM_PATIENCE: most answers and guesses will be as without it.",
)
MODEL_AWAY = Text(
    "{name} 不能用（{cause}），回答照旧引用原文，听不准的话照旧自己猜。"
    "请检查 XIAOXIN_LLM、XIAOXIN_LLM_BASE_URL 和 XIAOXIN_LLM_API_KEY。",
    "{name} cannot be used ({cause}); answers and guesses are as without it. Check XIAOXIN_LLM, "
    "XIAOXIN_LLM_BASE_URL and XIAOXIN_LLM_API_KEY.",
)
EMBEDDINGS_FINE = Text(
    "{name} 可用，{dimension} 维（{seconds} 秒）。", "{name} answers, {dimension} numbers ({seconds} s)."
)
EMBEDDINGS_AWAY = Text(
    "{name} 不能用（{cause}），已退回内置检索。请检查 XIAOXIN_EMBEDDINGS、XIAOXIN_EMBEDDINGS_BASE_URL 和 "
    "XIAOXIN_EMBEDDINGS_API_KEY。",
    "{name} cannot be used ({cause}); the built-in search answers. Check XIAOXIN_EMBEDDINGS, "
    "XIAOXIN_EMBEDDINGS_BASE_URL and XIAOXIN_EMBEDDINGS_API_KEY.",
)
CHROMA_AWAY = Text(
    "Chroma 服务器不能用（{cause}），已退回内嵌索引。请检查 XIAOXIN_CHROMA_URL。",
    "The Chroma server cannot be used ({cause}); the embedded index answers. Check XIAOXIN_CHROMA_URL.",
)
CHROMA_FINE = Text(
    "Chroma 服务器可用。它有未修的安全公告，请只放在内网。",
    "The Chroma server answers. It has open security advisories: keep it behind a firewall.",
)
ALL_WELL = Text("一切正常。", "All is well.")
SOME_WARNINGS = Text("能用，有 {count} 处请留意。", "It works; {count} thing(s) to look at.")
SOME_BROKEN = Text("有 {count} 处要修，修好后再运行一次。", "{count} thing(s) to mend; then run this again.")

SETTINGS_FINE = Text("都读到了，没有错。", "All read, none wrong.")
SETTINGS_UNKNOWN = Text(
    "不认识 {names}，是不是写错了？全部设置见 .env.example。",
    "{names} is not a setting; a typing mistake? See .env.example.",
)
NO_ADMIN_TOKEN = Text(
    "网页开在 {host} 上，别的电脑也能打开，请设置 XIAOXIN_ADMIN_TOKEN。",
    "The web page listens on {host}, open to other computers: set XIAOXIN_ADMIN_TOKEN.",
)

CLOCK_FINE = Text("现在是 {now}（{zone}）。请看一眼对不对。", "It is {now} ({zone}). Please see whether that is right.")
CLOCK_PAST = Text(
    "电脑的时间是 {now}，不可能。请打开自动对时（NTP）。", "This computer says {now}, which cannot be. Switch on NTP."
)
CLOCK_BEHIND = Text(
    "电脑的时间 {now} 比最后一条记录（{last}）还早。请打开自动对时（NTP），否则提醒会乱。",
    "This computer says {now}, earlier than the last record ({last}). Switch on NTP, or reminders will go astray.",
)
CLOCK_DIFFERS = Text(
    "电脑和数据库的时间差 {seconds} 秒。请在两边打开自动对时（NTP）。",
    "This computer and the database are {seconds} s apart. Switch on NTP on both.",
)

DATABASE_FINE = Text("{kind}，版本 {revision}，可以读写。", "{kind}, at {revision}, can be read and written.")
DATABASE_NONE = Text(
    "还没有数据库，第一次启动时会建在 {where}。", "There is no database yet; the first start makes it in {where}."
)
DATABASE_OLD = Text(
    "数据库在版本 {revision}，程序是 {newest}。请运行 xiaoxin db upgrade。",
    "The database is at {revision}, the program at {newest}. Run `xiaoxin db upgrade`.",
)
DATABASE_DAMAGED = Text(
    "数据库文件已损坏：{what}。请用 xiaoxin restore 恢复最近的备份。",
    "The database file is damaged: {what}. Restore the last backup with `xiaoxin restore`.",
)
DISK_FINE = Text("还剩 {free} GB。", "{free} GB free.")
DISK_LOW = Text(
    "{where} 只剩 {free} GB。请清理磁盘，写满后什么都记不下。",
    "{where} has only {free} GB left. Make room: nothing can be kept on a full disk.",
)
NOT_WRITABLE = Text(
    "不能写入 {where}。请检查文件夹的权限，或换 XIAOXIN_DATA_DIR。",
    "Cannot write to {where}. Check its permissions, or set XIAOXIN_DATA_DIR.",
)

INDEX_FINE = Text("{clauses} 条，可以回答。", "{clauses} clauses, ready to answer.")
INDEX_SAMPLE = Text(
    "现在回答的是示例章程（{clauses} 条）。请用 xiaoxin charter import 导入本校的制度。",
    "Answers come from the sample charter ({clauses} clauses). Import your own with `xiaoxin charter import`.",
)
INDEX_SILENT = Text(
    "制度库不能回答。请重新运行 xiaoxin charter import。",
    "The charter does not answer. Run `xiaoxin charter import` again.",
)

PEOPLE_FINE = Text("在册 {count} 人，{bound} 人已绑定。", "{count} people, {bound} with a bound account.")
PEOPLE_NONE = Text(
    "还没有人员。请运行 xiaoxin people import 人员表。", "No people yet. Run `xiaoxin people import FILE`."
)
PEOPLE_WITHOUT = Text(
    "没有人是{roles}，相应的工作没人接。请在人员表里写上角色，再导入一次。",
    "Nobody is {roles}, so that work reaches no one. Add the roles to the list and import it again.",
)
ROLE_NAMES = {
    "technician": Text("技术员", "a technician"),
    "cio": Text("首席信息官", "the CIO"),
    "admin": Text("系统管理员", "an administrator"),
}

BACKLOG_NONE = Text("没有积压。", "Nothing is waiting.")
INBOX_WAITS = Text(
    "{count} 条消息 {minutes} 分钟以上没有处理。xiaoxin run 在运行吗？",
    "{count} message(s) unanswered for over {minutes} min. Is `xiaoxin run` running?",
)
INBOX_FAILED = Text(
    "{count} 条消息处理出错。请看日志里的编号。",
    "{count} message(s) could not be handled. See the log for their references.",
)
OUTBOX_WAITS = Text(
    "{count} 条消息 {minutes} 分钟以上没有发出。xiaoxin run 在运行吗？网络通吗？",
    "{count} message(s) unsent for over {minutes} min. Is `xiaoxin run` running? Is the network up?",
)
CHANNEL_PAUSED = Text(
    "{until} 前不发消息：{cause}",
    "Sends nothing before {until}: {cause}",
)
OUTBOX_FAILED = Text(
    "最近 24 小时有 {count} 条没有送达（含 {unknown} 条不能确定）。常见原因是对方停用了机器人。",
    "{count} message(s) of the last 24 hours were not delivered ({unknown} uncertain), mostly because a person stopped the bot.",
)

NO_CHANNELS = Text(
    "还没有配置渠道，只有网页聊天。配置方法见 .env.example。",
    "No channel is configured; there is only the web page. See .env.example.",
)
CHANNELS_FINE = Text("已配置：{names}。", "Configured: {names}.")
CHANNEL_MISSING = Text("还缺设置 {names}。", "Missing settings: {names}.")
MENU_UP = Text(
    "菜单已放好：报修、问制度、我的待办。手机上重新打开聊天就能看到（公众号可能要等几分钟）。",
    "The menu is up. Open the chat anew to see it (an Official Account may take some minutes).",
)
MENU_REFUSED = Text(
    "平台没有接受菜单：{reason}。先用 `xiaoxin channels check` 看凭证和可信 IP；没有认证的公众号请在后台手工建菜单。",
    "The platform did not take the menu: {reason}. See `xiaoxin channels check` first; an unverified Official Account makes its "
    "menu in the console.",
)
CHANNEL_SLOW = Text(
    "{seconds} 秒内没有查完。请检查网络和代理。", "No result within {seconds} s. Check the network and the proxy."
)

CALLBACK_FINE = Text("{url} 从这里能打开。", "{url} answers from here.")
CALLBACK_NONE = Text(
    "{names} 要从外面访问本机，请设置 XIAOXIN_PUBLIC_URL，例如 https://xiaoxin.example.edu.cn。",
    "{names} must reach this machine from outside: set XIAOXIN_PUBLIC_URL, for example https://xiaoxin.example.edu.",
)
CALLBACK_HTTP = Text(
    "{url} 不是 https。请在反向代理上配证书，再改 XIAOXIN_PUBLIC_URL。",
    "{url} is not https. Put a certificate on the reverse proxy and change XIAOXIN_PUBLIC_URL.",
)
CALLBACK_CLOSED = Text(
    "{url} 打不开（{cause}）。请检查域名、证书、反向代理和防火墙；xiaoxin run 要正在运行。",
    "{url} cannot be opened ({cause}). Check name, certificate, reverse proxy and firewall; `xiaoxin run` must be running.",
)

# --- charter import: whose next version a text is -------------------------------------------------------------
IMPORTED = Text(
    "《{title}》共 {count} 条，第 {number} 版，{date} 起生效；略去 {dropped} 行无关文字。",
    "“{title}”: {count} clauses, version {number}, in force from {date}; {dropped} unrelated lines dropped.",
)
UNTIL_THEN_FORMER = Text(
    "在那之前按上一版回答，当天自动切换。", "Until then the version before answers; it switches on that day."
)
UNTIL_THEN_COMING = Text("在那之前的回答会注明“尚未生效”。", "Until then answers say that it is not yet in force.")
PUBLISH_NEXT = Text(
    "请 CIO 或领导小组秘书在聊天里说“发布制度”：看改动，并请相关人员知悉。",
    "The CIO or the leading group's secretary publishes it in chat with “发布制度”: it shows the changes and asks "
    "those concerned to take note.",
)
TAKEN_AS_REVISION = Text(
    "《{title}》有 {shared} 条与《{name}》相同或相近（共 {count} 条），已作为《{name}》的新版本。"
    "\n"
    "如果其实是另一份文件：xiaoxin charter withdraw {quoted} --version {number}，"
    "再 xiaoxin charter import {file} --as-new-document",
    "{shared} of {count} clauses of “{title}” are those of “{name}”: it was taken in as that document's next version. "
    "\n"
    "If it is another document: xiaoxin charter withdraw {quoted} --version {number}, "
    "then xiaoxin charter import {file} --as-new-document",
)
COMPARED = Text(
    "和第 {former} 版比：{shared} 条相同或只改了措辞，{new} 条是新的，{gone} 条不再有。逐条对照：xiaoxin charter diff {quoted}",
    "Beside version {former}: {shared} clauses are the same or reworded, {new} are new, {gone} are gone. "
    "Clause by clause: xiaoxin charter diff {quoted}",
)
WHICH_DOCUMENT = Text(
    "没有导入：《{title}》有 {shared} 条与《{name}》相同或相近（共 {count} 条），分不清是修订版还是另一份文件。请选一个：\n"
    "  是它的新版本：xiaoxin charter import {file} --name {quoted}\n"
    "  是另一份文件：xiaoxin charter import {file} --as-new-document",
    "Nothing was imported: {shared} of {count} clauses of “{title}” are those of “{name}”; it may be a revision or "
    "another document. Choose:\n"
    "  its next version:  xiaoxin charter import {file} --name {quoted}\n"
    "  another document:  xiaoxin charter import {file} --as-new-document",
)
NAME_TAKEN = Text(
    "已有一份叫《{name}》的文件。请给这份另起名字：xiaoxin charter import {file} --name 名称",
    "There is a document “{name}” already. Give this one a name of its own: xiaoxin charter import {file} --name NAME",
)
STANDS_BESIDE = Text(
    "注意：《{name}》有 {shared} 条与它相同或相近，两份文件会同时用来回答。"
    "若这份是修订版：xiaoxin charter withdraw {own}，再 xiaoxin charter import {file} --name {quoted}",
    "Note: {shared} clauses of “{name}” are the same or alike, and both documents answer. If this one is a revision: "
    "xiaoxin charter withdraw {own}, then xiaoxin charter import {file} --name {quoted}",
)
LAST_ONE = Text(
    "没有撤回：《{name}》撤回后就没有制度可回答了。请先导入别的文本，再撤回它。",
    "Nothing was withdrawn: without “{name}” no charter would answer. Import another text first.",
)
WITHDRAWN = Text(
    "已撤回《{name}》第 {numbers} 版，不再用来回答。", "“{name}”, version {numbers}: withdrawn; it answers no more."
)
WITHDRAWN_BACK = Text("现在按第 {number} 版回答。", "Version {number} answers now.")
WITHDRAWN_WHOLLY = Text("这份文件不再有版本。", "No version of this document is left.")

IS_A_TABLE = Text(
    "{file} 是表格，不是制度文本，没有导入。制度用 .txt .md .docx .pdf；人员表用 xiaoxin people import。",
    "{file} is a table, no charter; it was not imported. A charter is .txt, .md, .docx or .pdf; a list of people goes to "
    "`xiaoxin people import`.",
)
