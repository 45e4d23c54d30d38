"""How we say it: Chinese first, English second, side by side, so that neither is forgotten."""

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages. Call it to fill its {placeholders}; values may be texts themselves."""

    zh: str
    en: str

    def __call__(self, **values: Any) -> "Text":
        """The same sentence with its placeholders filled in both languages."""
        return Text(
            self.zh.format(**{name: say(value, "zh") for name, value in values.items()}),
            self.en.format(**{name: say(value, "en") for name, value in values.items()}),
        )

    def to(self, language: str) -> str:
        """In the reader's language: English for `en…`, Chinese for everybody else."""
        return self.en if language.lower().startswith("en") else self.zh


Phrase: TypeAlias = Text | str


def say(phrase: Any, language: str) -> str:
    """Anything as words in one language."""
    return phrase.to(language) if isinstance(phrase, Text) else str(phrase)


def joined(parts: "list[Phrase] | tuple[Phrase, ...]", zh: str = "、", en: str = ", ") -> Text:
    """A list in words."""
    return Text(zh.join(say(part, "zh") for part in parts), en.join(say(part, "en") for part in parts))


# What may stand around a word or a value without being part of it, in both widths.
EDGES = " \t\r\n\u3000,，。.;；:：、!！~"

# Sentences of the engine itself. Each feature keeps its own beside its actions.

DONE = Text("好了", "Done")
IN_PRIVATE = Text(
    "这些内容不便在群里说，已私聊发给你。", "This is not for everybody's eyes; I sent it to you in private."
)
NOT_THERE_YET = Text("没收到的话，先私聊我一下{way}。", "Nothing there? Write to me in private once{way}.")
WAY = Text("：打开 {link} 点「开始」", ": open {link} and press Start")
APOLOGY = Text(
    "抱歉，这条消息我没能处理好，已记录（编号 {reference}）。请稍后再发一次，或联系学校信息技术人员。",
    "Sorry, I could not handle this message; it has been recorded (reference {reference}). "
    "Please send it again later, or contact the school's IT staff.",
)
TOO_OLD = Text(
    "刚才我离线了一段时间，{count} 条较早的消息没有处理。如果还需要，请再发一次。",
    "I was offline for a while and did not act on {count} earlier message(s). Please send them again if they still matter.",
)
FILE_SIZE = Text(
    "文件大小不合适（{size}）：要有内容，且不超过 {most}。",
    "The file does not fit ({size}): it may be empty or over {most}.",
)
NOTHING_TO_CANCEL = Text("现在没有进行中的填写，不用取消。", "Nothing is in progress, so there is nothing to cancel.")
CANCELLED = Text("已取消，什么都没有提交。", "Cancelled. Nothing was submitted.")
STALE_BUTTON = Text(
    "这个按钮已经过期了。说「我的待办」看看现在有什么。",
    "This button is no longer valid. Say “my tasks” to see what is open.",
)
ASKED_IN_PRIVATE = Text(
    "这个问题在你和我的私聊里，请到那里回答。", "This question is in your own chat with me; answer it there."
)
FILLED_BY_ANOTHER = Text(
    "这是别人正在填的，不用你来按。", "Somebody else is filling this in; it is not for you to press."
)
NOT_BOUND = Text(
    "我还不认识你。请向信息技术人员要一个绑定码，然后发送：绑定 你的绑定码",
    "I do not know you yet. Ask your IT staff for a binding code, then send: bind YOUR-CODE",
)
NOT_FOUND = Text("没有找到 {code}，或者它不在你能看的范围内。", "{code} was not found, or is not yours to see.")
NOT_ALLOWED = Text("「{step}」要由{who}来做。", "“{step}” is for {who}.")
TOO_LATE = Text(
    "{code} 现在是「{status}」{by}，不能再「{step}」。", "{code} is now “{status}”{by}; “{step}” is no longer possible."
)
TOO_EARLY = Text(
    "{code} 现在是「{status}」，还不能「{step}」。你现在可以：{can}。",
    "{code} is “{status}”; “{step}” comes later. You can now: {can}.",
)
FIRST = Text(
    "{code} 现在是「{status}」：先按「{first}」，再「{step}」。",
    "{code} is “{status}”: press “{first}” first, then “{step}”.",
)
BY_WHOM = Text("，由{name}于 {at} 处理", ", by {name} at {at}")
FOR_WHOM = Text("{name}（代{principal}）", "{name} (for {principal})")
CHANGED = Text(
    "{code} 在这张卡片之后有了新内容，请在最新的卡片上决定。",
    "{code} has changed since this card; please decide on the newest card.",
)
PRESS_IT = Text("要「{label}」吗？再说一次「确认」就办。", "“{label}”? Say “confirm” again and it is done.")
WHICH_ONE = Text("你说的是哪一个？", "Which one do you mean?")
NONE_TO_TAKE = Text(
    "现在没有可以「{step}」的。等你办的都在「我的待办」里。",
    "There is nothing you can “{step}” right now. What waits for you is under “my tasks”.",
)
NOT_INSTALLED = Text(
    "这件事我还不会做。说「帮助」看我会什么；要找人，说「转人工」。",
    "I cannot do that yet. Say “help” to see what I can; for a person say “human”.",
)
DID_NOT_UNDERSTAND = Text(
    "我没有把握听懂。你是想做下面哪一件？直接再说一遍也行。",
    "I am not sure I understood. Is it one of these? Or just say it again in other words.",
)
DO_YOU_WANT = Text("你是想「{wish}」吗？", "Do you want to {wish}?")
RIGHT = Text("对", "Yes")
NONE_OF_THESE = Text("都不是", "None of these")
GUESSED = Text("好，「{wish}」。", "All right: {wish}.")
GUESSED_WRONG = Text("我猜错了。", "I guessed wrong.")
ASK_A_PERSON = Text(
    "我还是没把握，不想耽误你：点「转人工」，请人直接联系你；也可以换个说法再说一遍。",
    "I am still not sure, and do not want to keep you: press “a person please”, or say it in other words.",
)
STILL_OPEN = Text("（「{form}」还在填写：{question}）", "(“{form}” is still open: {question})")
CANCEL = Text("取消", "Cancel")
# What people say to a finished draft when they mean its 提交.
SUBMIT_WORDS = frozenset(
    {"提交", "就这样", "就这样吧", "没问题", "可以", "可以了", "对", "对的", "确认", "ok", "submit", "yes"}
)
SUBMIT = Text("提交", "Submit")
EDIT = Text("修改", "Edit")
ASK_MISSING = Text("还差这几项，可以一条消息说完：", "A few things are missing; one message is enough:")
OPEN_FIELDS = Text("还差{fields}", "missing: {fields}")
READY = Text("等你「提交」", "waiting for “Submit”")
STILL_MISSING = Text(
    "还差：{fields}。补上再提交；先放着也行，以后说「继续」。",
    "Still missing: {fields}. Add them, or say “continue” later.",
)
CHECK_DRAFT = Text("请看一眼，没问题就提交：", "Please have a look, then submit:")
WHICH_FIELD_IS = Text("「{words}」是哪一项？", "“{words}”: which one is it?")
IS_IT_THE_ANSWER = Text("「{words}」是{field}吗？", "“{words}”: is that the {field}?")
YES_AS = Text("是，就这样写", "Yes, write that")
NO_I_ASK = Text("不是，我在问", "No, I am asking")
LOOK_AT = Text("看 {code}", "Open {code}")
WHICH_FIELD = Text(
    "改哪一项？直接写「{example}：新的内容」，可以一次写几行。",
    "What should change? Write “{example}: new content”; several lines are fine.",
)
NOT_YET_KNOWN = Text("未填", "not given")
YES = Text("是", "Yes")
NO = Text("不是", "No")
