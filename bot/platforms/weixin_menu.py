"""The menu at the foot of the chat in WeCom and in an Official Account: what people do most, one tap away.

An entry sends the token of a suggestion, or a word. Source: "创建菜单" (90231), "自定义菜单创建接口".
"""

from typing import Any

from bot.platforms.wechat_connection import Connection
from handlers.cards import Button
from handlers.suggesting import suggestions
from handlers.texts import Text, say

MINE, NEWS = Text("我的", "Mine"), Text("查收", "fetch")


def menu(language: str, *, fetches: bool) -> dict[str, Any]:
    """Report, ask, and below 我的 what is mine; with `fetches` also the word that asks for what waits."""
    report, policy, tasks, helps, human = suggestions("report", "policy", "tasks", "help", "human")
    below = [_entry(tasks, language)]
    if fetches:
        word = say(NEWS, language)
        below.append({"type": "click", "name": word, "key": word})
    below += [_entry(helps, language), _entry(human, language)]
    mine = {"name": say(MINE, language), "sub_button": below}
    return {"button": [_entry(report, language), _entry(policy, language), mine]}


def put_up(connection: Connection, language: str, *, agent_id: int | None = None) -> None:
    """Replace the menu: of a WeCom application where its number is given, else of an Official Account. Blocks.

    Raises `PlatformError`.
    """
    query = {} if agent_id is None else {"agentid": str(agent_id)}
    connection.post("menu/create", menu(language, fetches=agent_id is None), **query)


def _entry(button: Button, language: str) -> dict[str, str]:
    name = say(button.label, language)
    return {"type": "click", "name": SHORT.get(name, name), "key": button.token}


SHORT = {"report a fault": "Report fault", "ask the charter": "Ask charter", "a person please": "A person"}  # 16 bytes
