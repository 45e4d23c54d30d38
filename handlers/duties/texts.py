"""How the regular duties speak."""

from handlers.texts import Text

DUE = Text("该做了：{name}（{often}）", "It is time: {name} ({often})")
STILL = Text("还没完成：{name}，应于 {day}", "Still open: {name}, due {day}")
CLAUSE = Text("制度", "Clause")
RULE = Text("依据", "Under")
BY_RULE = Text("细则「{rule}」{value}", "the rule “{rule}”, {value}")
LAST = Text("上次", "Last done")
NEXT = Text("下次", "Next due")
NEVER = Text("还没有记录", "no record yet")
DONE_BY = Text("{day}，{name}", "{day}, {name}")
DONE = Text("已完成", "Done")
OVERVIEW_BUTTON = Text("定期事项", "Regular duties")
THANKS = Text("已记录：{name}。", "Recorded: {name}.")
DONE_CARD = Text("已完成：{name}", "Done: {name}")
DONE_NOTE = Text("{name}于 {at} 登记", "recorded by {name} at {at}")
TITLE = Text("定期事项（{count} 项）", "Regular duties ({count})")
LINE = Text(
    "{name}（{clause}）：{often}，上次 {last}，下次 {next}{open}",
    "{name} ({clause}): {often}, last {last}, next {next}{open}",
)
OPEN = Text("；{day} 那次还没完成", "; that of {day} is still open")
NO_DATE = Text("等校历确定", "once the calendar is settled")
HOW = Text("频率由 CIO 用细则改：说「演练频率改为每学期2次」。", "The CIO changes how often: “drills twice a term”.")
A_YEAR = Text("每年 {value} 次", "{value} × a year")
DO_IT = Text("登记完成", "record it as done")
FOR_WHOM = Text("负责人（{roles}）或CIO", "those responsible ({roles}) or the CIO")
SEE_IT = Text("看定期事项", "see the regular duties")
WHO_SEES = Text(
    "CIO、校领导、秘书、审计员和各项的负责人",
    "the CIO, leaders, the secretary, auditors and those responsible for a duty",
)
