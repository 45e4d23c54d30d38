"""Menus at the foot of a chat, as WeCom and WeChat take them: three, with five below each."""

from typing import Any

from tests.fakes.weixin_refusals import Refused


def refuse_unless_menu(body: dict[str, Any], *, longest_below: int) -> None:
    """`Refused` for a menu the platforms would not show. Names and keys are measured in bytes."""
    buttons = body.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise Refused(40016)
    for button in buttons:
        children = button.get("sub_button", [])
        if len(str(button.get("name", "")).encode()) not in range(1, 17):
            raise Refused(40018)
        if len(children) > 5:
            raise Refused(40023)
        if any(len(str(child.get("name", "")).encode()) not in range(1, longest_below + 1) for child in children):
            raise Refused(40025)
        for leaf in children or [button]:
            if leaf.get("type") == "click" and len(str(leaf.get("key", "")).encode()) not in range(1, 129):
                raise Refused(40019)
