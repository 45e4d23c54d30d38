"""Buttons that say something in the person's place, for whoever does not know what to say."""

from handlers.cards import Button, token
from handlers.texts import Text

# What the suggestion buttons say in the person's place.
SAYINGS = {
    "report": Text("报修", "report a fault"),
    "policy": Text("问制度", "ask the charter"),
    "tasks": Text("我的待办", "my tasks"),
    "help": Text("帮助", "help"),
    "human": Text("转人工", "a person please"),
}


def suggestions(*names: str) -> tuple[Button, ...]:
    """Buttons that say something for the person: 报修, 问制度, 我的待办, 帮助."""
    return tuple(Button(SAYINGS[name], token("say", name)) for name in names)
