"""How we speak about the end of a project: what has to be in order, what is to be improved, the archive; and co-signing."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.forms import Field
from handlers.numerals import fold
from handlers.projects import words
from handlers.texts import EDGES, Text, joined

# Completion
TRAINED = Text("使用培训", "Training")
TRAINED_ASK = Text(
    "使用培训做了吗？写：培训已完成 / 不需要培训 / 还没培训", "Is the training done, not needed, or open?"
)
TRAINED_OPTIONS = (
    ("done", Text("培训已完成", "Training done")),
    ("none", Text("不需要培训", "No training needed")),
    ("open", Text("还没培训", "Training open")),
)
BACKED_UP = Text("备份和数据登记", "Backup and data register")
BACKED_UP_ASK = Text(
    "备份规则和数据类别登记了吗？写：备份已登记 / 没有数据要备份 / 还没登记",
    "Are backup and data class registered? Registered, nothing to back up, or open.",
)
BACKED_UP_OPTIONS = (
    ("done", Text("备份已登记", "Registered")),
    ("none", Text("没有数据要备份", "Nothing to back up")),
    ("open", Text("还没登记", "Open")),
)
CHECKS = Text("结项检查", "Completion checks")
CHECKS_ARE = Text("{trained}；{backed_up}；数据类别：{data_class}", "{trained}; {backed_up}; data class: {data_class}")
TRAINING_FOUND = Text("培训 {code}「{topic}」{day}，{count} 人到场", "training {code} “{topic}”, {day}, {count} came")
SYSTEM_FOUND = Text("登记的系统 {name}{note}", "registered system {name}{note}")
ON_RECORD = Text("查到：{found}", "On record: {found}")
ON_ITS_WORD = Text("系统里没有查到记录，按负责人说的", "nothing on record; as its owner says")
FOUND_ASK = Text("查到：{found}。还差：\n{wanted}", "On record: {found}. Still needed:\n{wanted}")
NOT_TRAINED = Text("使用培训还没做完，先做完再结项。", "The training is still open; finish it first.")
NOT_BACKED_UP = Text(
    "备份和数据类别还没登记（章程 7.2），先登记再结项。", "Backup and data class are not registered yet (charter 7.2)."
)
HAS_DATA = Text(
    "这个项目涉及数据（{data_class}），备份要登记，不能填「没有数据要备份」。",
    "This project touches data ({data_class}); its backup has to be registered.",
)
INDICATORS_OPEN = Text(
    "验收指标有 {count} 条，请逐条写结果（用分号隔开）：{indicators}",
    "There are {count} indicators; give the result of each (separated by semicolons): {indicators}",
)

trained = Field("trained", TRAINED, TRAINED_ASK, options=TRAINED_OPTIONS, words=("培训",))
backed_up = Field("backed_up", BACKED_UP, BACKED_UP_ASK, options=BACKED_UP_OPTIONS, words=("备份",))

# In folded text; the first that fits counts.
_SAID: Mapping[str, tuple[tuple[str, str], ...]] = {
    "trained": (
        ("none", r"(?:不需要|不用|无需)[^,。;\n]{0,4}培训"),
        ("open", r"(?:还没有?|没有?|未)[^,。;\n]{0,4}培训|培训[^,。;\n]{0,6}(?:还没|没有?做|未)"),
        (
            "done",
            r"[^,。;\n]{0,6}培训[^,。;\n]{0,6}(?:完成|做完|做了|结束|办了|好了|过了?|了$)|已经?培训[^,。;\n]{0,4}",
        ),
    ),
    "backed_up": (
        ("none", r"没有数据要备份|(?:不需要|不用|无需)[^,。;\n]{0,4}备份"),
        ("open", r"(?:还没有?|没有?|未)[^,。;\n]{0,4}(?:登记|备份)|备份[^,。;\n]{0,6}(?:还没|没有?登记|未)"),
        (
            "done",
            r"[^,。;\n]{0,6}备份[^,。;\n]{0,10}(?:登记|做好|完成|配置|好)了?|(?:有|已经?|都)[^,。;\n]{0,4}备份|备份了",
        ),
    ),
}


def read_completion(_turn: Any, text: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Result, training and backup out of one message: 开机20秒;故障1次,培训已完成,备份已登记."""
    found: dict[str, Any] = {}
    rest = text
    for name, patterns in _SAID.items():
        for value, pattern in patterns:
            match = re.search(pattern, fold(rest))
            if match:
                found[name] = value
                rest = rest[: match.start()] + "\n" * (match.end() - match.start()) + rest[match.end() :]
                break
    result = re.sub(r"[，,；;。]?\s*\n+\s*[，,；;。]?", "；", rest).strip(EDGES + "；")
    if result:
        found["result"] = result
    # What the records say is only assumed: who says otherwise is heard.
    assumed = frozenset(_SAID)
    return {name: value for name, value in found.items() if known.get(name) in (None, "") or name in assumed}


def worded(answers: Mapping[str, Any]) -> Text | None:
    """The questions that are left, after what was looked up; the usual ones where nothing was found."""
    found = answers.get("_found")
    if not found:
        return None
    wanted = [field.ask for field in (words.result, trained, backed_up) if answers.get(field.name) in (None, "")]
    said = Text(str(found["zh"]), str(found["en"]))
    return FOUND_ASK(found=said, wanted=joined(list(wanted), "\n", "\n"))


def parts_of(text: str) -> list[str]:
    """The single results of a text."""
    return [part for part in re.split(r"[,;。\n]+", fold(text)) if part.strip()]


# Improvement and archive
IMPROVE = Text("提改进项", "Add improvement")
TRACK = Text("改进跟踪", "Follow improvements")
ARCHIVE = Text("归档", "Archive")
ITEM = Text("改进项", "Improvement")
ITEM_ASK = Text(
    "要改进什么？如「补一次培训，负责人王老师，12月31日前」。不写负责人就是项目负责人。",
    "What is to be improved? Such as “one more training, owner NAME, by 31 Dec”.",
)
ITEMS = Text("改进项", "Improvements")
ITEM_IS = Text("{code} {text}（{status}）", "{code} {text} ({status})")
ITEM_ADDED = Text("已登记 {item}，负责人{name}，{day}前。", "{item} raised; {name} owns it, by {day}.")
ITEMS_OPEN = Text(
    "还有改进项没有关闭：{items}。都关闭或写明不采纳，才能归档。",
    "Improvements are still open: {items}. Close them or decline them with a reason first.",
)
ITEMS_OVER = Text(
    "{code} 的改进项都有结论了，可以归档。", "All improvements of {code} are settled; it can be archived."
)
ARCHIVED = Text("{code} 已归档。", "{code} is archived.")
WHO_IMPROVES = Text("项目负责人或 CIO", "the project's owner or the CIO")
NO_ITEM = Text("要改进什么？写一句，如「补一次培训，12月31日前」。", "What is to be improved? One line, please.")

item = Field("item", ITEM, ITEM_ASK)

# Changes of the budget
SMALL_CHANGE = Text(
    "预算改为{amount}，在批准数的 ±{percent}% 以内，已记录，不用再审批。",
    "The budget is now {amount}, within ±{percent}% of what was approved; noted, no new approval.",
)
SMALL_CHANGE_TOLD = Text(
    "{code} 预算由{before}改为{after}（±{percent}% 以内，已记录）：{text}",
    "{code}: budget from {before} to {after} (within ±{percent}%, noted): {text}",
)
ADJUST = Text("记录预算调整", "Note the budget")

# Co-signing by the head
COSIGN = Text("会签", "Co-sign")
COSIGN_BACK = Text("退回申请人", "Back to applicant")
COSIGNED_BY = Text("会签", "Co-signed")
COSIGN_WANTED = Text("请会签：{code} {title}（{budget}）", "Please co-sign: {code} {title} ({budget})")
COSIGN_ASKED = Text(
    "已提交，编号 {code}。先由{who}会签，再到 CIO。", "Submitted as {code}. {who} co-signs first, then the CIO decides."
)
COSIGN_WAITS = Text("{code} 还在等{who}会签，已提醒。", "{code} still waits for {who}, who was reminded.")
WHO_COSIGNS = Text("申请部门的负责人（不是申请人）", "the head of the department, not the applicant")
COSIGN_WHY = Text("要申请人改什么？写一句。", "What should the applicant change? One line.")

cosign_reason = Field("reason", Text("理由", "Reason"), COSIGN_WHY)

# Copies and reminders
COPY = Text(
    "抄送：{code} {title} 已批准，预算{budget}，申请人{name}（{department}）",
    "FYI: {code} {title} approved, {budget}, {name} ({department})",
)
COPY_NOTE = Text(
    "章程 6.2.2（资源配置）；负责财务和后勤的部门都会收到。", "Charter 6.2.2; finance and logistics get this."
)
START_DUE = Text("{code} 批准后还没开始实施，请点「开始实施」。", "{code} was approved and has not started yet.")
ACCEPT_DUE = Text("{code} 等你同意结项。", "{code} waits for your acceptance.")
NO_OPINION = Text(
    "{name}还没有给 {code} 的技术意见，可以先决定。", "{name} has given no opinion on {code} yet; you may decide."
)
TECHNICAL = Text(
    "这是系统或集成类项目，请{days}内给技术意见。",
    "This is a system or integration project; your opinion is due within {days}.",
)
SYSTEM_OR_NOT = Text(
    "{code} 要新建、升级或对接信息系统吗？是的话，技术员会先写一份意见给审批人。",
    "Does {code} build, upgrade or connect an information system? If so, a technician writes an opinion first.",
)
IS_SYSTEM = Text("是，请技术员看", "Yes, ask a technician")
IS_NO_SYSTEM = Text("不是", "No")
OPINION_COMES = Text(
    "已请{name}写技术意见，会出现在审批卡片上。", "{name} was asked; the opinion will appear on the card."
)
NO_TECHNICIAN = Text(
    "现在没有技术员可以请，审批人会看到申请本身。", "There is no technician to ask; the request is decided as it is."
)
NO_OPINION_NEEDED = Text("好的，{code} 直接审批。", "Noted; {code} is decided without a technical opinion.")
OPINION_ASKED = Text("{code} 已经请过技术意见了。", "An opinion on {code} was asked for already.")
TYPE_SETTLED = Text("{code} 已经过了审核，不用再回答。", "{code} is no longer under review; no answer is needed.")
NO_SUCH_GOAL = Text(
    "没有 {code} 这个目标。现有：{goals}；都不对应就写「目标：未对应」。",
    "There is no goal {code}. There are: {goals}; or write “Goal: none”.",
)
COPIES = Text("审批抄送", "Copies")
COPIES_ARE = Text("项目批准后抄送：{names}。", "Approvals are copied to: {names}.")
ONLY_CIO = Text("CIO", "the CIO")
NO_SUCH_DEPARTMENT = Text(
    "名单里没有这些部门：{names}。请写部门全名。", "No such departments: {names}. Write the full name."
)
