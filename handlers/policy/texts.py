"""How we answer about the charter, and how open questions are settled."""

from handlers.texts import Text

ASK_AWAY = Text(
    "请直接问，比如「买软件要谁审批」「多久演练一次」。我会引用条款原文回答。",
    "Just ask: “who approves new software?”, “how often are drills?”. I answer with the clause, word for word.",
)
SOURCE = Text("看原文", "Full text")
USEFUL = Text("有用", "Helpful")
USELESS = Text("没用", "Not helpful")
ESCALATE = Text("请领导小组解释", "Ask the leading group")
THANKS = Text("谢谢，记下了。", "Thank you, noted.")
SORRY = Text(
    "谢谢指出，已转信息技术人员核对。也可以换个说法再问，或请领导小组解释。",
    "Thank you; IT staff will check it. You can also ask in other words, or ask the leading group.",
)
WRONG_ANSWER = Text("有人觉得这个回答没用，请核对。", "Somebody found this answer unhelpful; please check it.")
ASKED = Text("问", "Asked")
ANSWERED = Text("答", "Answered")
NO_SOURCE = Text("这个回答没有引用条款。", "This answer cites no clause.")
STATUS = {
    "open": Text("待领导小组处理", "with the leading group"),
    "voting": Text("征求成员意见", "members are deciding"),
    "published": Text("已释义", "interpreted"),
    "returned": Text("已退回", "returned"),
    "declined": Text("不予解释", "declined"),
}
DRAFT = Text("起草释义", "Draft interpretation")
RETURN = Text("退回", "Return")
DECLINE = Text("不予解释", "Decline")
AGREE = Text("同意", "Agree")
AMEND = Text("修改", "Amend")
OBJECT = Text("反对", "Object")
PUBLISH = Text("发布", "Publish")
TEXT_LABEL = Text("释义内容", "Interpretation")
ASK_TEXT = Text("请写释义（300 字以内）：", "Write the interpretation (at most 300 characters):")
TOO_LONG = Text("释义请控制在 300 字以内，现在有 {count} 字。", "At most 300 characters, please; this has {count}.")
REASON_LABEL = Text("理由", "Reason")
ASK_REASON = Text("理由是什么？会原样告诉提问的人。", "What is the reason? The asker will read it as written.")
ASK_OBJECTION = Text("反对的理由是什么？", "Why do you object?")
CARD_TITLE = Text("待解释的问题 {code}", "Open question {code}")
NEAREST = Text("最接近的条款", "Nearest clauses")
ASKERS = Text("提问人数", "Asked by")
ASKER_COUNT = Text("{count} 人", "{count}")
DRAFTED = Text("拟定释义", "Draft")
AGREED = Text("已同意", "Agreed")
AGREED_OF = Text("{count}/{needed}", "{count} of {needed}")
OUTCOME = Text("结果", "Outcome")
SENT = Text(
    "已转领导小组秘书，编号 {code}。有结果马上告诉你。",
    "Sent to the leading group's secretary as {code}. You will hear the outcome.",
)
JOINED = Text(
    "已经有人问过同样的问题（{code}），有结果会一起告诉你。",
    "Somebody asked the same already ({code}); you will hear the outcome too.",
)
NO_SECRETARY = Text(
    "学校还没有登记领导小组秘书，已先记下（{code}）。", "No secretary is registered yet; it is kept as {code}."
)
PUBLISHED = Text(
    "领导小组答复了你的问题（{code}）：{number}", "The leading group answered your question ({code}): {number}"
)
PUBLISHED_TEXT = Text("{text}（{number}，{date} 起）", "{text} ({number}, from {date})")
RETURNED = Text("你的问题 {code} 被退回：{reason}", "Your question {code} was returned: {reason}")
DECLINED = Text("领导小组决定不解释 {code}：{reason}", "The leading group declined {code}: {reason}")
PLEASE_DECIDE = Text("{code} 的释义草案，请表态", "Draft interpretation of {code}: please decide")
IMPORTED_FIRST = Text("已导入《{title}》，替换示例制度。", "Imported “{title}”; it replaces the sample charter.")
