"""How we answer about the charter, and how open questions are settled."""

from handlers.texts import Text

BY_A_MODEL = Text("由AI整理，引文已与原文逐字核对。", "Worded by AI; quotations checked against the text.")
AS_OF = Text(
    "按 {date} 当时的制度回答；现行规定可能不同。", "As the charter stood on {date}; it may read differently now."
)
NONE_THEN = Text(
    "{date} 还没有制度文本在施行，没有可引用的条款。", "No charter was in force on {date}; there is no clause to quote."
)
NO_FORMER = Text(
    "现行制度就是第一版，之前没有别的版本。", "The charter in force is the first version; there was none before."
)
ASK_AWAY = Text(
    "请直接问，比如「买软件要谁审批」「多久演练一次」。我会引用条款原文回答。",
    "Just ask: “who approves new software?”, “how often are drills?”. I answer with the clause, word for word.",
)
BY_DEFAULT = Text(
    "学校暂按默认值办（细则未发布）：{values}。",
    "Meanwhile the school works by a default nobody has published: {values}.",
)
SOURCE = Text("看原文", "Full text")
USEFUL = Text("有用", "Helpful")
USELESS = Text("没用", "Not helpful")
ESCALATE = Text("请领导小组解释", "Ask the leading group")
THANKS = Text("谢谢，记下了。", "Thank you, noted.")
SORRY = Text(
    "谢谢指出，已转信息技术人员核对。哪里不对？也可以换个说法再问，或请领导小组解释。",
    "Thank you; IT staff will check it. What is wrong? You can also ask in other words, or ask the leading group.",
)
WRONG_ANSWER = Text("有人觉得这个回答没用，请核对。", "Somebody found this answer unhelpful; please check it.")
ASKED = Text("问", "Asked")
ANSWERED = Text("答", "Answered")
ASKED_BY_ANOTHER = Text(
    "这是别人问的，按钮归提问的人用。你想知道，直接问我就行。",
    "Somebody else asked this, and its buttons are theirs. Just ask me yourself.",
)
NO_SOURCE = Text("这个回答没有引用条款。", "This answer cites no clause.")
STATUS = {
    "open": Text("待领导小组处理", "with the leading group"),
    "voting": Text("征求成员意见", "members are deciding"),
    "published": Text("已释义", "interpreted"),
    "returned": Text("已退回", "returned"),
    "declined": Text("不予解释", "declined"),
    "referred": Text("已转 CIO 定细则", "with the CIO, for a rule"),
    "ruled": Text("已由细则答复", "answered by a rule"),
    "merged": Text("已合并", "merged"),
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

ESCALATE_ANONYMOUS = Text("匿名请求解释", "Ask without my name")
SENT_ANONYMOUS = Text(
    "已匿名转领导小组秘书，编号 {code}：卡片和记录里都没有你的名字。有结果马上告诉你。",
    "Sent to the leading group's secretary as {code}, without your name on card or record. You will hear the outcome.",
)
ASKER = Text("提问人", "Asked by")
NAMELESS = Text("匿名", "somebody (no name)")
REFER = Text("转细则", "To the CIO, for a rule")
RULE_MADE = Text("已定细则", "Rule published")
NOT_MINE = Text("退给秘书", "Back to the secretary")
MERGE = Text("并入", "Join to")
RULE_LABEL = Text("细则", "Rule")
ASK_RULE = Text("由哪条细则答复？写它的名字，如「演练频率」。", "Which rule answers it? Its name, such as “Drills”.")
INTO_LABEL = Text("并入", "Into")
ASK_INTO = Text("并到哪个问题？写编号，如 Q-0003。", "Into which question? Its number, such as Q-0003.")
HOW_ELSE = Text(
    "缺的是数字就说「转细则 {code}」；与别的问题相同就说「并入 {code} Q-…」。",
    "If a number is missing, say “To the CIO, for a rule {code}”; if it is another question again, “Join to {code} Q-…”.",
)
MERGE_WHERE = Text(
    "只能并到另一个还在处理的问题，请写它的编号。", "It can only join another open question; please give its number."
)
MERGED = Text(
    "你的问题 {code} 与 {other} 相同，已合并，有结果一起告诉你。",
    "Your question {code} is the same as {other}; they were merged, and you will hear the outcome.",
)
REFERRED = Text(
    "{code} 请定细则：改好发布后按「已定细则」", "{code} wants a rule: publish it, then press “Rule published”"
)
REFERRED_ASKER = Text(
    "你的问题 {code} 已转 CIO 定细则，有结果马上告诉你。",
    "Your question {code} went to the CIO, who makes the rules. You will hear the outcome.",
)
RULED = Text(
    "你的问题 {code} 由细则答复：{rule} {value}（细则第 {version} 版，{clause}）",
    "Your question {code} is answered by a rule: {rule}, {value} (version {version}, {clause})",
)
WHICH_RULE = Text(
    "没有认出是哪条细则，请写它的全名；说「细则」看全部。",
    "No single rule is called that; please give its full name. Say “rules” for all.",
)
NOT_PUBLISHED = Text(
    "「{rule}」还是默认值，没有发布过。先说「细则 {rule}」发布，再来答复。",
    "“{rule}” is a default nobody has published. Publish it first, then answer.",
)
BACK_FROM_CIO = Text("{code} CIO 退回：{reason}", "{code} is back from the CIO: {reason}")
AMENDED_BY = Text(
    "{code}：{name} 改了措辞，成员重新表态：「{text}」",
    "{code}: {name} changed the wording, and the members decide anew: “{text}”",
)
OBJECTED = Text("{code} 有成员反对：{reason}", "{code}: a member objects: {reason}")
PUBLISHED_CLAUSE = Text("解释条款 {clause}，今后提问会一并显示。", "It stands beside clause {clause} from now on.")
LATE = Text("{code} 还没有结果（{state}）", "{code} still has no outcome ({state})")
UNDER_RULE = Text("细则「{rule}」{value}，{clause}", "rule “{rule}”: {value}, {clause}")
INTERIM = Text(
    "你的问题 {code} 还在处理（{state}），已超过细则「{rule}」{value}，已催办。",
    "Your question {code} is still under way ({state}), beyond the rule “{rule}”: {value}. They were reminded.",
)
REVIEW = Text("{number} 该复核了", "{number} is due for review")
KEEP = Text("继续有效", "Still right")
DISCUSS = Text("重新讨论", "Discuss again")
KEPT = Text("{number} 继续有效，到期再复核。", "{number} stands; it will be reviewed again.")
ONLY_SECRETARY = Text("复核释义由领导小组秘书办理。", "The leading group's secretary reviews interpretations.")
GONE = Text("这条释义已不再有效。", "This interpretation is no longer in force.")

DOUBTS = {
    "clause": Text("条款不对", "Wrong clause"),
    "beside": Text("答非所问", "Beside the point"),
    "part": Text("没答全", "Incomplete"),
    "old": Text("已过时", "Out of date"),
}
DOUBT_NOTED = Text("记下了：{reason}。核对后告诉你结果。", "Noted: {reason}. You will hear what the check says.")
WHAT_IS_WRONG = Text("问题在", "What is wrong")
VERDICT = Text("核对结果", "Verdict")
VERDICTS = {"wrong": Text("确实答错，已更正", "wrong, corrected"), "right": Text("没有错", "right")}
WAS_WRONG = Text("确认答错", "It was wrong")
WAS_RIGHT = Text("没有错", "It was right")
CHECKING = Text("核对回答", "Checking an answer")
CHECKED_ALREADY = Text("已经核对过：{verdict}。", "It was checked already: {verdict}.")
CHECKED_RIGHT = Text(
    "你觉得没用的回答（{question}）已核对，条款引用无误。",
    "The answer you doubted ({question}) was checked; it cites the clause rightly.",
)
NOTED_RIGHT = Text("已记录，并告诉了提问人。", "Noted; the asker was told.")
CORRECTION = Text("更正", "Correction")
ASK_CORRECTION = Text(
    "正确的是什么？会发给近期得到同样回答的人。", "What is right? It goes to everybody who got this answer lately."
)
CORRECTED = Text("更正：之前对「{question}」的回答有误", "Correction: our answer to “{question}” was wrong")
CORRECTED_NOTE = Text("抱歉答错了；请以这条为准。", "Sorry for the mistake; this one holds.")
CORRECTION_SENT = Text("已更正，通知了 {count} 人。", "Corrected; {count} were told.")
QUEUE = Text("待核对的回答：{count} 条", "Answers to check: {count}")
QUEUE_EMPTY = Text("没有待核对的回答。", "There is no answer to check.")

AGENDA = Text("看未规定问题", "Reading the open questions")
AGENDA_TITLE = Text("未规定问题 {count} 个，问得最多的在前", "{count} questions nobody has settled, most asked first")
AGENDA_EMPTY = Text("近一个月没有未规定的问题。", "No question was left open in the last month.")
AGENDA_LINE = Text(
    "{count} 人问：{question}（近 {clause}，{state}）", "{count} asked: {question} (near {clause}, {state})"
)
AGENDA_WITH = Text("{code} {status}", "{code} {status}")
AGENDA_NOBODY = Text("还没有人提请解释", "not brought to the group yet")
AGENDA_STATISTICS = Text(
    "共问 {asked} 次，未规定 {open} 次；有用 {liked}，没用 {disliked}。",
    "{asked} asked, {open} left open; helpful {liked}, not helpful {disliked}.",
)
HELP = Text(
    "问制度：如「买软件要谁审批」",
    "Ask the charter: “who approves new software?”",
)
