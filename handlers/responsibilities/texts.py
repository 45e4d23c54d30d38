"""How we speak about who answers for what."""

from handlers.texts import Text
from storage.responsibilities import Signing

STATUS: dict[str, Text] = {
    Signing.PENDING: Text("待签", "to be signed"),
    Signing.SIGNED: Text("已签", "signed"),
    Signing.CHANGED: Text("已变更", "changed"),
}
SIGN = Text("签收责任", "Sign")
DECLINE = Text("不该我负责", "Not mine")
CHANGE = Text("变更责任人", "Change who answers")
REASON = Text("原因", "Reason")
ASK_WHY = Text("为什么？该找谁？一句话就行。", "Why, and who should it be? One sentence.")
PERSON = Text("姓名", "Name")
ASK_WHO = Text("改由谁负责？写姓名。", "Who answers for it instead? Write the name.")
OWN_ONLY = Text("责任要由{name}自己签收，别人不能代签。", "{name} has to sign in person.")

TITLE = Text("{code} {what}安全责任 · {name} · {status}", "{code} Safety of {what} · {name} · {status}")
TO_SIGN = Text("请签收：{what}的安全责任由你承担", "Please sign: you answer for the safety of {what}")
WHAT_IT_MEANS = Text(
    "你要做到：账号和权限有数、备份正常、到期及时续、出事第一时间上报。",
    "It means: know accounts and rights, keep backups running, renew in time, report incidents at once.",
)
WHO = Text("责任人", "Responsible")
DEPUTY = Text("副手", "Deputy")
SINCE = Text("起始", "Since")
SIGNED_AT = Text("签收", "Signed")
NOT_YET = Text("还没签", "not yet")
NONE = Text("未定", "none yet")
UNTIL = Text("止于", "Until")
CLAUSE = Text("依据", "Under")
CLAUSE_IS = Text("章程 7.1.1（安全责任）", "charter 7.1.1 (responsibility)")
SIGN_BY = Text("{day}前签收（细则「{rule}」）", "sign by {day} (rule “{rule}”)")
NUDGE = Text("还没签收：{what}的安全责任（{count}次提醒）", "Not signed yet: safety of {what} (reminder {count})")
UNSIGNED = Text(
    "{name}还没签收{what}的安全责任，已提醒 {count} 次", "{name} has not signed for {what} after {count} reminders"
)
DECLINED = Text("{name}说{what}不该由他负责：{reason}", "{name} says {what} is not theirs: {reason}")
DECLINED_HOW = Text("要换人，写：{how}", "To change: {how}")
HOW_SYSTEM = Text("换负责人 {code} 姓名", "change owner {code} NAME")
HOW_DEPARTMENT = Text("变更责任人 {code} 姓名", "change who answers {code} NAME")
SAID_SO = Text(
    "已记下并告诉 CIO；定下来之前仍由你负责。", "Noted; the CIO hears of it. Until it is settled it stays yours."
)
SIGNED = Text("已签收：{what}由{name}负责。", "Signed: {name} answers for {what}.")

# 谁负责
ANSWER = Text("{what}：{name}负责（{since}起）", "{what}: {name} answers for it (since {since})")
ANSWER_DEPUTY = Text("副手：{name}", "Deputy: {name}")
NO_DEPUTY = Text("副手还没定。", "No deputy yet.")
REPORT_IT = Text("坏了直接说哪里、什么现象，我来报修。", "Is it broken? Say where and what you see: I report it.")
IS_SIGNED = Text("责任书 {code} 已签。", "Signed ({code}).")
IS_PENDING = Text("责任书 {code} 还没签。", "Not signed yet ({code}).")
NOT_REGISTERED = Text("{what}没有登记责任人。", "Nobody is registered as responsible for {what}.")
TOLD_WHOM = Text(
    "请找 CIO 或系统管理员登记：登记系统 {what} 负责人姓名",
    "The CIO or an administrator registers it: add system {what}, owner NAME",
)
BY_CHARTER = Text("章程 {clause} 说：{quote}", "Charter {clause}: {quote}")
OUT_OF_USE = Text("{what}已停用，停用前由{name}负责。", "{what} is out of use; {name} answered for it.")

# List, gaps
LIST = Text("责任清单：{signed} 项已签，{pending} 项待签", "Responsibilities: {signed} signed, {pending} to be signed")
LIST_LINE = Text("{code} {what} · {name} · {status}", "{code} {what} · {name} · {status}")
LIST_NONE = Text(
    "还没有责任清单。登记系统时会自动请负责人签收。",
    "There is no list yet. Owners are asked to sign when a system is registered.",
)
GAPS = Text("责任缺口：{count} 处", "Gaps: {count}")
GAPS_NONE = Text("每个登记的系统都有负责人，也都签了。", "Every registered system has an owner, and all have signed.")
GAPS_EMPTY = Text(
    "还没有登记系统，所以看不出谁没人管。说「登记系统 名称 负责人姓名」。",
    "No system is registered yet; say “add system NAME, owner PERSON”.",
)
GAP_NOBODY = Text("{what}：没有负责人", "{what}: nobody owns it")
GAP_LEFT = Text("{what}：负责人{name}已离职", "{what}: {name} has left")
GAP_UNSIGNED = Text("{what}：{name}还没签收", "{what}: {name} has not signed")
GAP_DEPUTY = Text("{what}：没有副手", "{what}: no deputy")
GAP_DEPARTMENT = Text("{what}：没有安全责任人", "{what}: nobody answers for its safety")
GAP_MORE = Text("还有 {count} 处。", "{count} more.")
SEE_GAPS = Text("看责任缺口", "See the gaps")
WHO_SEES = Text(
    "CIO、校领导、秘书、检查员、审计员、管理员或技术员",
    "the CIO, leaders, the secretary, inspectors, auditors, administrators or technicians",
)
OPEN_SIGN = Text("{what}的责任书没签", "{what}: responsibility not signed")
OPEN_NOBODY = Text("{what}没有负责人", "{what}: nobody owns it")
TO_BE_NAMED = Text("CIO 待指定", "the CIO, to name somebody")

# Departments
NAME_IT = Text("指定部门责任人", "Name who answers for a department")
WHO_NAMES = Text("CIO 或系统管理员", "the CIO or an administrator")
HOW_TO_NAME = Text("写成一句：教务处安全责任人是孙老师", "In one sentence: safety owner of DEPARTMENT is NAME")
NO_DEPARTMENT = Text("没有「{name}」这个部门。", "There is no department “{name}”.")
NAMED = Text(
    "{what}的安全责任人是{name}，已请本人签收。", "{name} answers for the safety of {what} and is asked to sign."
)
MOVED = Text("{left}已离职，{what}的安全责任暂由{name}承担。", "{left} has left; {name} answers for {what} for now.")
HELP = Text(
    "责任：如「教务系统谁负责」「责任清单」", "Responsibility: “who is responsible for NAME?”, “responsibilities”"
)
DESK = Text("签收{what}的安全责任", "Sign for the safety of {what}")
