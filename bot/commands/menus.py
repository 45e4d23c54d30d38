"""`xiaoxin channels menu`: the menu at the foot of the chat."""

from collections.abc import Callable

import typer

from bot.commands import checks, texts
from bot.commands.saying import fail, language, tell
from bot.settings import Settings

PLACES = ("wecom", "wechat")


def put_up_menu(name: str) -> None:
    """Put the menu up, or say why the platform does not take it."""
    if name not in PLACES:
        known = "、".join(PLACES)
        raise typer.BadParameter(
            f"没有「{name}」的菜单。可以是：{known} / There is no menu for {name!r}. There are: {known}"
        )
    from bot.platforms.wechat_connection import PlatformError

    settings = Settings()
    missing = checks.missing_settings(settings, name)
    if missing:
        fail(texts.CHANNEL_MISSING(names="、".join(missing)))
    try:
        _putting_up(settings, name)()
    except PlatformError as refused:
        fail(texts.MENU_REFUSED(reason=str(refused)))
    tell(texts.MENU_UP)


def _putting_up(settings: Settings, name: str) -> Callable[[], None]:
    from bot.platforms import wechat_account, wecom_app
    from bot.platforms.weixin_menu import put_up

    if name == "wecom":
        app = checks.wecom_app_of(settings)
        return lambda: put_up(wecom_app.connect(app), language(), agent_id=app.agent_id)
    account = checks.wechat_account_of(settings)
    return lambda: put_up(wechat_account.connect(account), language())
