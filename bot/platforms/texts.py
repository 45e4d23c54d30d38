"""What `xiaoxin channels check` and the platforms' frames say."""

from handlers.texts import Text

NO_PUBLIC_URL = Text(
    "还没有填公网地址：请设置 XIAOXIN_PUBLIC_URL，例如 https://xiaoxin.example.edu.cn",
    "There is no public address yet: set XIAOXIN_PUBLIC_URL, for example https://xiaoxin.example.edu",
)
NOT_PUBLIC = Text(
    "公网地址 {url} 别人访问不到：要用域名，不能是本机或内网地址。",
    "The public address {url} cannot be reached from outside: it needs a real name, not this machine's own.",
)
NOT_HTTPS = Text(
    "公网地址 {url} 不是 https，而 {who} 只向 https 地址推送。",
    "The public address {url} is not https, and {who} requires it.",
)

TELEGRAM_IS_OURS = Text("机器人 @{name} 在线，令牌有效。", "The bot @{name} answers; the token is good.")
TELEGRAM_TOKEN_REFUSED = Text(
    "Telegram 不认这个令牌：请在 BotFather 里用 /token 重新取一个，填到 XIAOXIN_TELEGRAM_TOKEN。",
    "Telegram refuses the token: get a new one from BotFather with /token and set XIAOXIN_TELEGRAM_TOKEN.",
)
TELEGRAM_UNREACHABLE = Text(
    "连不上 Telegram({url},{cause})。国内网络需要代理或自建 Bot API 服务器："
    "设置 XIAOXIN_TELEGRAM_PROXY 或 XIAOXIN_TELEGRAM_API_URL。",
    "Telegram cannot be reached ({url}, {cause}). Set XIAOXIN_TELEGRAM_PROXY, or XIAOXIN_TELEGRAM_API_URL to your own "
    "Bot API server.",
)
TELEGRAM_REFUSED = Text("Telegram 拒绝了：{reason}", "Telegram refused: {reason}")
TELEGRAM_POLLING = Text("用轮询收消息，不需要公网地址。", "Updates are polled; no public address is needed.")
TELEGRAM_WEBHOOK_IN_THE_WAY = Text(
    "还留着一个推送地址 {url}：启动 `xiaoxin run` 时会自动去掉；如果是另一个程序在用，请先停掉它。",
    "A webhook is still set ({url}): `xiaoxin run` removes it at start; if another program uses it, stop that first.",
)
TELEGRAM_WEBHOOK_NOT_SET = Text(
    "推送地址还没有设成 {url}：启动 `xiaoxin run` 时会自动设置。",
    "The webhook is not {url} yet: `xiaoxin run` sets it at start.",
)
TELEGRAM_WEBHOOK_FAILING = Text(
    "Telegram 推送失败：{reason}。请检查证书和反向代理。",
    "Telegram cannot deliver: {reason}. Check the certificate and the reverse proxy.",
)
TELEGRAM_WEBHOOK_SET = Text("推送地址正常：{url}", "The webhook is in place: {url}")
TELEGRAM_BAD_SECRET = Text(
    "请把 XIAOXIN_TELEGRAM_SECRET 设成 1-256 位的字母、数字、下划线或短横线，否则谁都能冒充 Telegram。",
    "Set XIAOXIN_TELEGRAM_SECRET to 1-256 letters, digits, _ or -; without it anybody can pretend to be Telegram.",
)
TELEGRAM_BAD_PORT = Text(
    "Telegram 只推送到 443、80、88、8443 端口，不能用 {port}。",
    "Telegram delivers to ports 443, 80, 88 and 8443 only, not to {port}.",
)

ANSWER_HERE = Text(
    "在群里要「回复」这条消息，我才看得到。", "In a group, reply to this message: otherwise I do not see it."
)

FILE_LINK = Text(
    "文件「{name}」（7 天内有效，请勿转发）：{url}",
    "File “{name}” (valid for 7 days, please do not pass it on): {url}",
)
FILE_ELSEWHERE = Text(
    "文件「{name}」在这里发不出来，请在网页聊天、Telegram 或企业微信里再说一次。",
    "The file “{name}” cannot be sent here; ask again in the web chat, Telegram or WeCom.",
)
STILL_AT_IT = Text("还在办，请过几秒回复「查收」看结果。", "Still at it: reply “fetch” in a few seconds.")
NOTHING_NEW = Text("没有新消息。", "Nothing new.")
MORE_WAIT = Text("（还有 {count} 条消息，回复「查收」查看）", "({count} more: reply “fetch”)")
TO_BE_CONTINUED = Text("（未完，回复「查收」看下文）", "(To be continued: reply “fetch”)")
ONLY_ANSWERS = Text(
    "本公众号不能主动发消息给你：有没有新进展，随时回复「查收」。",
    "This account cannot write to you by itself: reply “fetch” at any time to see what is new.",
)
FILE_GONE = Text("文件「{name}」已过期，请重新生成。", "The file “{name}” has expired; please make it again.")
LINK_WRONG = Text(
    "这个链接无效或已过期。请在聊天里重新要一份。",
    "This link is not valid (any more). Ask for the file again in the chat.",
)

SETTLED = Text("已处理", "Settled")
CALLBACK_URL = Text("请在管理后台填回调地址：{url}", "Enter this callback address in the console: {url}")
NO_CALLBACK_TOKEN = Text(
    "请把后台的 Token 填到 XIAOXIN_{prefix}_TOKEN。", "Copy the Token of the console to XIAOXIN_{prefix}_TOKEN."
)
BAD_AES_KEY = Text(
    "XIAOXIN_{prefix}_AES_KEY 应是 43 位字母和数字：请从后台重新复制 EncodingAESKey。",
    "XIAOXIN_{prefix}_AES_KEY has 43 letters and digits: copy the EncodingAESKey again.",
)
NO_CARDS_HERE = Text(
    "看不到下面的按钮？（在微信里用企业微信时会这样）回复「纯文字」，以后都用文字和数字。",
    "No buttons below? (So it is where WeCom is read inside WeChat.) Reply “plain text” for words and numbers.",
)
DOOR_OPENS = Text(
    "回调地址通了：按平台的办法自测，运行中的程序答对了。",
    "The callback answers: tested as the platform does it, the running program said the right words.",
)
DOOR_SHUT = Text(
    "回调地址 {url} 有应答，但不对：请核对运行中的程序和这里用的是不是同一份 XIAOXIN_{prefix}_TOKEN 和 _AES_KEY（改过要重启），"
    "再看反向代理有没有改动网址或内容。",
    "The callback {url} answers, but wrongly: the running program must have the same XIAOXIN_{prefix}_TOKEN and _AES_KEY as "
    "here (restart it after a change), and no proxy may alter the address or the answer.",
)
WECOM_BAD_AGENT = Text(
    "AgentId {agent} 不是这个 Secret 的应用：两个都从同一个应用页复制，填到 XIAOXIN_WECOM_AGENT_ID 和 _SECRET。（{reason}）",
    "AgentId {agent} is not the application of this Secret: copy both from one page to XIAOXIN_WECOM_AGENT_ID and _SECRET. "
    "({reason})",
)
WECOM_WORKS = Text(
    "企业微信应用可用：凭证和可信 IP 都没问题。", "The WeCom application works: secret and trusted IP are fine."
)
WECOM_UNREACHABLE = Text("连不上企业微信（{url}）：{cause}", "WeCom cannot be reached ({url}): {cause}")
WECOM_BAD_CORP = Text(
    "企业 ID 不对：在「我的企业」页底部复制，填到 XIAOXIN_WECOM_CORP_ID。（{reason}）",
    "The corporation id is wrong: copy it from “My company” to XIAOXIN_WECOM_CORP_ID. ({reason})",
)
WECOM_BAD_SECRET = Text(
    "应用 Secret 不对：在应用页重新查看，填到 XIAOXIN_WECOM_SECRET。（{reason}）",
    "The application's Secret is wrong: copy it again to XIAOXIN_WECOM_SECRET. ({reason})",
)
WECOM_BAD_IP = Text(
    "企业微信不信任本机的出口 IP {ip}：请在应用的「企业可信IP」里加上它。（{reason}）",
    "WeCom does not trust our address {ip}: add it to the application's trusted IPs (企业可信IP). ({reason})",
)
WECOM_REFUSED = Text("企业微信拒绝了：{reason}", "WeCom refused: {reason}")
WECHAT_WORKS = Text("公众号凭证有效。", "The Official Account's credentials are good.")
WECHAT_PLAIN = Text(
    "公众号是明文模式。建议在后台改成安全模式，并填 XIAOXIN_WECHAT_AES_KEY。",
    "The account is in plain mode. Safe mode is better: switch it on and set XIAOXIN_WECHAT_AES_KEY.",
)
WECHAT_UNREACHABLE = Text("连不上微信（{url}）：{cause}", "WeChat cannot be reached ({url}): {cause}")
WECHAT_BAD_APP = Text("公众号 AppID 不对：请核对 XIAOXIN_WECHAT_APP_ID。（{reason}）",
                      "The AppID is wrong: check XIAOXIN_WECHAT_APP_ID. ({reason})")  # fmt: skip
WECHAT_BAD_SECRET = Text("公众号 AppSecret 不对：请核对 XIAOXIN_WECHAT_APP_SECRET。（{reason}）",
                         "The AppSecret is wrong: check XIAOXIN_WECHAT_APP_SECRET. ({reason})")  # fmt: skip
WECHAT_BAD_IP = Text("请把本机出口 IP {ip} 加到公众号后台的 IP 白名单。（{reason}）",
                     "Add our address {ip} to the account's IP whitelist. ({reason})")  # fmt: skip
WECHAT_ONLY_ANSWERS = Text(
    "这个公众号没有认证，只能在别人发消息时当场回答；新进展要对方回复「查收」才看得到。急事请走企业微信或 Telegram。",
    "This account is not verified: it answers whoever writes, and people ask for news with “查收”. Use WeCom or Telegram for "
    "what is urgent.",
)
WECHAT_REFUSED = Text("微信拒绝了：{reason}", "WeChat refused: {reason}")
LAST_FOR_NOW = Text(
    "微信只让我说到这里。回复「查收」或别的话，我接着告诉你后面的进展。",
    "WeChat lets me say no more for now. Reply “fetch”, or anything else, to hear what comes next.",
)
