"""The questions of the quiz: what everybody at a school has to know about safety. Five are asked, others when tried again."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.texts import Text

ASKED = 5


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `right` is the letter of its right answer, `why` what to remember."""

    key: str
    words: Text
    options: tuple[Text, ...]
    right: str
    why: Text


QUESTIONS = (
    Question(
        "ransom",
        Text("电脑弹出勒索提示，先做什么？", "Your computer shows a ransom note. What first?"),
        (
            Text("马上关机", "Switch it off"),
            Text("断网，不关机，告诉校信官", "Unplug the network, leave it on, tell Xiaoxin"),
            Text("付钱", "Pay"),
        ),
        "B",
        Text("断网不关机，证据还在，也不会传给别人。", "Unplugged it spreads no further, and the evidence stays."),
    ),
    Question(
        "link",
        Text(
            "邮件说你的账号要停用，点链接填密码。你会？",
            "A mail says your account will be closed: click and sign in. You?",
        ),
        (Text("打电话问信息中心", "Call the IT team"), Text("填了再说", "Sign in"), Text("转给同事看看", "Forward it")),
        "A",
        Text("要密码的先打电话问，转发会害到别人。", "Who wants a password is called first."),
    ),
    Question(
        "grades",
        Text("家长群里有人要全班成绩表，你会？", "The parents' group asks for the marks of the class. You?"),
        (
            Text("发群里", "Post it"),
            Text("一对一发给本人家长", "Send each their own child's"),
            Text("发到个人网盘再给链接", "Share by a private cloud"),
        ),
        "B",
        Text("学生信息不发群，不存私人网盘。", "Pupils' data belong in no group and no private cloud."),
    ),
    Question(
        "password",
        Text("同事急用你的账号登录，你会？", "A colleague urgently needs your account. You?"),
        (
            Text("把密码告诉他", "Tell the password"),
            Text("自己登录后让他用", "Sign in for them"),
            Text("请他用自己的账号，没有就找信息中心", "They use their own or ask IT"),
        ),
        "C",
        Text("账号不借，谁用谁的账号。", "Accounts are never lent."),
    ),
    Question(
        "usb",
        Text("捡到一个U盘，怎么办？", "You find a USB stick. What now?"),
        (
            Text("插上看看是谁的", "Plug it in to see whose it is"),
            Text("交给信息中心", "Hand it to IT"),
            Text("格式化了自己用", "Format and keep it"),
        ),
        "B",
        Text("来历不明的U盘不插。", "Unknown sticks stay out."),
    ),
    Question(
        "late",
        Text("点了可疑链接，过后才发现，怎么办？", "You clicked something suspicious and notice later. You?"),
        (
            Text("马上说，先改密码", "Say it at once, change the password"),
            Text("等等看有没有事", "Wait and see"),
            Text("重装系统", "Reinstall"),
        ),
        "A",
        Text("说得早损失小，也不追究。", "Early words keep the damage small, and nobody blames you."),
    ),
    Question(
        "app",
        Text("想让学生用一个新App，先要？", "You want pupils to use a new app. First?"),
        (
            Text("让学生先装", "Have them install it"),
            Text("发到班级群", "Post it in the group"),
            Text("问制度、走申请", "Ask the charter and apply"),
        ),
        "C",
        Text(
            "新软件先申请，涉及学生信息要先分类。",
            "New software is applied for first; pupils' data are classified first.",
        ),
    ),
    Question(
        "screen",
        Text("上课中离开座位，电脑应该？", "You leave your desk. The computer?"),
        (Text("锁屏", "Locked"), Text("关显示器", "Monitor off"), Text("不用管", "As it is")),
        "A",
        Text("离开就锁屏。", "Lock it."),
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}


def chosen(person_id: int, attempt: int) -> list[str]:
    """Which questions an attempt asks: another part of the list each time, the same for whoever looks again."""
    first = person_id + attempt * ASKED
    return [QUESTIONS[(first + step) % len(QUESTIONS)].key for step in range(ASKED)]


def right_ones(given: Sequence[Sequence[object]]) -> int:
    """How many answers were right."""
    return sum(bool(one[2]) for one in given)
