"""What people call the platforms they are reached on."""

from handlers.texts import Text

PLATFORMS = {
    "telegram": Text("Telegram", "Telegram"),
    "wecom": Text("企业微信", "WeCom"),
    "wechat": Text("公众号", "the official account"),
    "web": Text("网页聊天", "the web chat"),
    "console": Text("终端", "the terminal"),
}


def platform_name(platform: str) -> Text:
    """A platform as people call it."""
    return PLATFORMS.get(platform, Text(platform, platform))
