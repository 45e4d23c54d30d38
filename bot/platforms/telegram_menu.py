"""Telegram's command menu: what everybody may say, and on top of it what belongs to somebody's work. Pure.

The names of its entries know only a-z, so each stands for words people say. Telegram shows the list of the chat where
there is one, else the one for everybody in the app's language.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.texts import Text


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the menu, and the words it stands for. Without roles it is everybody's."""

    name: str
    says: str
    about: Text
    roles: frozenset[str] = frozenset()


def _for(roles: str, name: str, says: str, about: Text) -> Command:
    return Command(name, says, about, frozenset(roles.split()))


COMMANDS = (
    Command("report", "报修", Text("报修：一句话说清地点和问题", "Report a fault")),
    Command("ask", "问制度", Text("问信息化制度", "Ask about the charter")),
    Command("tasks", "我的待办", Text("我的待办", "What waits for me")),
    Command("help", "帮助", Text("我会做什么", "What I can do")),
    Command("cancel", "取消", Text("取消正在填写的", "Cancel what is being filled in")),
)
OF_ROLES = (
    _for("technician dispatcher", "jobs", "我的工单", Text("我手上的工单", "My repair jobs")),
    _for("technician dispatcher", "queue", "队列", Text("等人接的工单", "Jobs nobody has taken")),
    _for("cio", "approvals", "待审批", Text("等我审批的", "What waits for my decision")),
    _for("cio leader", "goals", "今年目标进度", Text("今年目标的进度", "How this year's goals stand")),
    _for("cio admin", "safety", "安全态势", Text("安全态势", "How safe we are")),
    _for("leader cio", "instructions", "批示清单", Text("批示办到哪了", "What became of instructions")),
    _for("head liaison", "department", "部门任务", Text("本部门的任务", "My department's tasks")),
    _for("secretary member", "questions", "未规定问题", Text("等解释的问题", "Questions that wait for an answer")),
    _for("inspector", "inspections", "检查列表", Text("我的检查", "My inspections")),
    _for("admin", "unbound", "谁还没绑定", Text("谁还没绑定账号", "Who has not bound an account")),
)
SPOKEN = {command.name: command.says for command in (*COMMANDS, *OF_ROLES)}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose menu it is, the language they read, and whether they said so or their app did."""

    roles: frozenset[str]
    language: str
    chose: bool = False


def own_menu(owner: Owner) -> tuple[Command, ...]:
    """The menu of one person, what belongs to their work first; nothing where everybody's serves."""
    work = tuple(command for command in OF_ROLES if command.roles & owner.roles)
    return (*work, *COMMANDS) if work or owner.chose else ()


def entries(menu: Iterable[Command], language: str) -> list[tuple[str, str]]:
    """Names and descriptions, as Telegram gets them."""
    return [(command.name, command.about.to(language)) for command in menu]


def signature(listed: Iterable[tuple[str, str]]) -> str:
    """Equal for equal menus: what tells whether Telegram has to be told."""
    return hashlib.sha256(repr(list(listed)).encode()).hexdigest()[:16]
