"""What is said around an incident: to the authorities, to the school, and when it is looked back on."""

from handlers.texts import Text

PAPERS = Text("上报材料", "Report draft")
PAPERS_OF = Text("{code} 上报材料（草稿，由人上报）", "{code}: draft of the report; a person sends it")
DRAFT = Text(
    "{school}网络安全事件报告：{at} 接报，{what}。初判{level}。涉及系统：{systems}；涉及 {affected}；未成年人信息：{minors}；"
    "扩散：{spreading}。已采取：{done}。联系人：{contact}。",
    "Report of a cyber security incident at {school}: heard at {at}; {what}. Level: {level}. Systems: {systems}; {affected}; "
    "minors’ data: {minors}; spreading: {spreading}. Done so far: {done}. Contact: {contact}.",
)
THE_SCHOOL = Text("本校", "our school")
NOTHING_YET = Text("正在处置", "being handled")
DEADLINE = Text("最迟上报", "At the latest")
LEFT = Text("{at}（还剩 {minutes} 分钟，{rule}）", "{at} ({minutes} min left, {rule})")
LATE = Text("{at}（已过时限，{rule}）", "{at} (over, {rule})")
CALL = Text("电话", "Call")
NO_NUMBERS = Text("还没有登记应急电话（CIO 发「应急电话 单位 号码」）", "no emergency numbers registered yet")
BY_HAND = Text(
    "校信官不会自己上报。报完按「已报主管部门」，写单位、接报人和时间。",
    "Xiaoxin never reports by itself. Afterwards press “Authorities told” with whom, who took it and when.",
)
STILL_TO_TELL = Text(
    "还没有记录报给网信部门，须在 {at} 前（{rule}）。",
    "The cyberspace authority is not noted yet; it is due by {at} ({rule}).",
)
NOTIFIED_LINE = Text("已报 {to}（{name}记录）", "told: {to} (noted by {name})")

TELL_PEOPLE = Text("告知决定", "Whether to tell people")
DECISION = Text("告知决定", "Decision")
ASK_DECISION = Text(
    "涉及个人信息：告知本人或监护人吗？", "Personal data is concerned: are the people or guardians told?"
)
DECISIONS = (
    ("tell", Text("告知", "Tell them")),
    ("contained", Text("已避免危害，可不告知", "Harm averted, not told")),
    ("later", Text("查清后再定", "Decide when it is clear")),
)
DECIDED = Text("个人信息告知决定：{decision}，{reason}", "decision on telling people: {decision}, {reason}")
REASON = Text("理由", "Reason")
ASK_REASON = Text("为什么这样定？一句话。", "Why? One sentence.")
INFORM = Text("起草通报", "Draft a notice")
INFORM_WORDS = Text(
    "关于{scenario}的提醒：信息中心正在处理，请不要转发、不要点击可疑内容；发现异常马上告诉校信官。",
    "About {scenario}: the IT centre is handling it. Please forward nothing and click nothing odd; tell Xiaoxin at once of "
    "anything unusual.",
)
NO_INFORM = Text("现在起草不了通报。", "No notice can be drafted here.")

EVIDENCE = Text("留证据", "Keep evidence")
EVIDENCE_LABEL = Text("证据", "Evidence")
ASK_EVIDENCE = Text("证据是什么、原件在哪里？如「防火墙日志 fw.log，在日志服务器 /log」。",
                    "What is it, where is the original? Such as “firewall log fw.log, on the log server”.")  # fmt: skip
PICTURES = Text("看证据", "See the evidence")
PICTURE_TAKEN = Text(
    "收到，作为 {code} 的证据留存。原件请不要删。", "Kept as evidence of {code}. Please do not delete the original."
)
PICTURE_WORDS = Text("{file}，{name} {at} 发来", "{file}, sent by {name} at {at}")
PICTURES_OF = Text("{code} 的证据文件：{count} 份", "Evidence files of {code}: {count}")
KEPT = Text("{code} 证据 {number}：{words}，指纹 {hash}", "{code} evidence {number}: {words}, hash {hash}")
KEPT_LINE = Text("证据 {number}：{words}（{hash}）", "evidence {number}: {words} ({hash})")
EVIDENCE_OF = Text("证据", "Evidence")
EVIDENCE_COUNT = Text("{count} 件", "{count}")

REVIEW = Text("复盘", "Review")
CAUSE = Text("原因", "Cause")
ASK_CAUSE = Text("原因是什么？", "What was the cause?")
IMPACT = Text("影响", "Impact")
ASK_IMPACT = Text("造成了什么影响？", "What was the impact?")
LESSON = Text("提改进", "Raise an improvement")
LESSON_LABEL = Text("改进", "Improvement")
ASK_LESSON = Text("改什么、谁负责、几号前？如：补双因素，负责人王技术，12月1日前。",
                  "What, whose, until when? Such as: two-factor log-in, owner Wang, by 1 December.")  # fmt: skip
LESSON_INCOMPLETE = Text("改进项要写清做什么、负责人和日期，如：补双因素，负责人王技术，12月1日前。",
                         "It needs what, an owner and a date, such as: two-factor, owner Wang, by 1 December.")  # fmt: skip
RAISED = Text("{code} 记下改进 {item}，{name}负责", "{code}: improvement {item} for {name}")
MEETING = Text("复盘会最迟 {at}（{rule}）", "Review meeting by {at} ({rule})")
MEETING_SOON = Text("【安全事件】{code} 复盘会到期（{at}，{rule}），还没有复盘。",
                    "[Security incident] {code}: the review meeting is due ({at}, {rule}).")  # fmt: skip
MEETING_LABEL = Text("复盘会", "Review meeting")
NOT_TOLD_YET = Text("{code} 还没记下报网信部门（较大及以上必须），先按「已报主管部门」。",
                    "{code}: note first that the cyberspace authority was told (serious and above).")  # fmt: skip
NOT_DECIDED_YET = Text("{code} 涉及个人信息，先记下「告知决定」。",
                       "{code}: personal data is concerned; note first whether people are told.")  # fmt: skip
FOLLOWED = Text("{code} 的改进项都完成了，事件关闭。", "All improvements of {code} are done; the incident is closed.")
OPEN_ITEMS = Text("未完改进", "Open improvements")
COUNT = Text("{count} 项", "{count}")
PAPER = Text("事件档案", "Incident file")
PAPER_OF = Text("{code} 事件档案", "{code}: incident file")
PAPER_NAME = Text("事件档案-{code}.txt", "Incident {code}.txt")
