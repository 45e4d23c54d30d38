"""Template cards of WeCom: what the platform demands of them."""

import re
from typing import Any

from tests.fakes.weixin_refusals import Refused

Json = dict[str, Any]
CARD_TYPES = ("text_notice", "news_notice", "button_interaction", "vote_interaction", "multiple_interaction")
WITH_CALLBACK = ("button_interaction", "vote_interaction", "multiple_interaction")
BUTTON_STYLES = (1, 2, 3, 4)


def refuse_unless_valid(card: Any, used_task_ids: set[str], *, update: bool = False) -> None:
    """`Refused` (40058 unless WeCom has a code of its own) for a card WeCom would not show."""
    if not isinstance(card, dict):
        raise Refused(40063, "template_card")
    kind = card.get("card_type")
    if kind not in CARD_TYPES:
        raise Refused(40058, "template_card.card_type")
    if not _text(card, "main_title", "title") and (kind in WITH_CALLBACK or not card.get("sub_title_text")):
        raise Refused(40058, "template_card.main_title.title missing")
    _check_lists(card)
    if kind in ("text_notice", "news_notice") and not isinstance(card.get("card_action"), dict):
        raise Refused(40058, "template_card.card_action missing")
    if not update:
        _check_task_id(card, used_task_ids, required=kind in WITH_CALLBACK or "action_menu" in card)
    if kind == "button_interaction" and not (update and card.get("replace_text")):
        _check_buttons(card.get("button_list"))


def _text(card: Json, part: str, name: str) -> str:
    value = card.get(part, {}).get(name, "") if isinstance(card.get(part, {}), dict) else ""
    return value if isinstance(value, str) else ""


def _check_lists(card: Json) -> None:
    for name, least, most in (("horizontal_content_list", 0, 6), ("jump_list", 0, 3)):
        rows = card.get(name, [])
        if not isinstance(rows, list) or not least <= len(rows) <= most:
            raise Refused(40058, f"template_card.{name} has more than {most}")
    for row in card.get("horizontal_content_list", []):
        if not isinstance(row, dict) or not row.get("keyname"):
            raise Refused(40058, "template_card.horizontal_content_list.keyname missing")
    if "action_menu" in card and not 1 <= len(card["action_menu"].get("action_list", [])) <= 3:
        raise Refused(40058, "template_card.action_menu.action_list size")
    selection = card.get("button_selection")
    if selection is not None:
        if not selection.get("question_key"):
            raise Refused(40058, "template_card.button_selection.question_key missing")
        if not 1 <= len(selection.get("option_list", [])) <= 10:
            raise Refused(40058, "template_card.button_selection.option_list size")


def _check_task_id(card: Json, used: set[str], *, required: bool) -> None:
    task_id = card.get("task_id")
    if task_id is None and not required:
        return
    if not isinstance(task_id, str) or not re.fullmatch(r"[0-9A-Za-z_@-]{1,128}", task_id):
        raise Refused(40058, "template_card.task_id")
    if task_id in used:
        raise Refused(40058, "template_card.task_id is not unique")


def _check_buttons(buttons: Any) -> None:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 6:
        raise Refused(40058, "template_card.button_list must have 1 to 6 buttons")
    keys = []
    for button in buttons:
        if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"]:
            raise Refused(40058, "template_card.button_list.text missing")
        if button.get("style", 1) not in BUTTON_STYLES:
            raise Refused(40058, "template_card.button_list.style")
        if button.get("type", 0) == 1:
            if not button.get("url"):
                raise Refused(40058, "template_card.button_list.url missing")
            continue
        key = button.get("key")
        if not isinstance(key, str) or not 1 <= len(key.encode()) <= 1024:
            raise Refused(40058, "template_card.button_list.key must have 1 to 1024 bytes")
        keys.append(key)
    if len(set(keys)) != len(keys):
        raise Refused(40058, "template_card.button_list.key is not unique")
