"""Which slots each intent uses, and the wording that carries them."""

import re
from collections.abc import Mapping

_PLACE_AND_THING = ("location", "asset", "symptom", "urgency", "needed_by", "person")

SLOTS_OF: Mapping[str, tuple[str, ...]] = {
    "ticket_create": _PLACE_AND_THING,
    "ticket_supplement": (*_PLACE_AND_THING, "phone"),
    "ticket_correct": ("location", "wrong_location", "asset", "symptom", "time"),
    "ticket_status": ("location", "asset", "person"),
    "ticket_list": ("location", "department", "period", "urgency", "status"),
    "ticket_list_mine": ("period", "status"),
    "ticket_urge": ("location", "asset", "urgency", "needed_by", "waited"),
    "ticket_cancel": ("asset", "location", "reason"),
    "ticket_confirm_resolved": ("asset",),
    "ticket_reopen": ("location", "asset", "symptom"),
    "ticket_rate": ("score", "comment"),
    "ticket_claim": ("asset", "location"),
    "ticket_transfer": ("person", "department", "reason"),
    "ticket_hold": ("reason", "time"),
    "ticket_resolve": ("asset", "location", "solution"),
    "ticket_merge": ("asset",),
    "project_create": ("topic", "department", "budget", "needed_by", "time"),
    "project_amend": ("field", "budget", "time", "reason"),
    "project_status": ("topic",),
    "project_submit": ("topic",),
    "project_withdraw": ("reason",),
    "project_milestone_update": ("milestone", "progress", "time"),
    "project_complete": ("topic",),
    "project_evaluate": ("score", "comment"),
    "approval_list": ("period", "department"),
    "approval_approve": ("condition", "option"),
    "approval_reject": ("reason",),
    "approval_return": ("reason",),
    "approval_request_info": ("content",),
    "approval_undo": ("reason",),
    "approval_delegate": ("person", "time", "amount_limit"),
    "policy_question": ("clause",),
    "policy_feedback": ("kind",),
    "policy_interpretation_publish": ("content",),
    "broadcast_create": ("audience", "department", "time", "location", "content"),
    "broadcast_edit": ("field", "time", "location", "audience"),
    "broadcast_confirm": (),
    "broadcast_recall": ("reason",),
    "broadcast_status": ("department",),
    "broadcast_nudge": ("audience", "department"),
    "reminder_create": ("time", "content"),
    "reminder_list": ("period",),
    "reminder_snooze": ("time",),
    "reminder_cancel": ("content",),
    "training_create": ("topic", "time", "location", "audience", "department", "person"),
    "training_rsvp": ("kind", "reason"),
    "training_checkin": ("code",),
    "training_feedback": ("score", "comment"),
    "training_record_query": ("period", "topic"),
    "training_roster": ("kind", "department"),
    "drill_create": ("scenario", "time", "location", "audience"),
    "drill_checkin": ("location", "department"),
    "drill_close": (),
    "timeline_note": ("time", "content"),
    "incident_report": ("asset", "location", "symptom", "scenario", "time"),
    "incident_status": ("scenario", "asset"),
    "incident_update": ("content", "time"),
    "incident_close": ("reason",),
    "plan_lookup": ("scenario",),
    "report_request": ("period", "department", "kind"),
    "stat_query": ("metric", "period", "department", "location", "asset"),
    "goal_create": ("content", "time", "target"),
    "goal_status": ("period", "topic"),
    "leader_instruction": ("department", "needed_by", "content", "person"),
    "backup_record": ("asset", "time", "kind"),
    "backup_status": ("asset", "period"),
    "data_classification_query": ("topic",),
    "inspection_create": ("location", "time", "topic", "department"),
    "inspection_record": ("item", "kind", "location", "asset"),
    "tech_advice": ("topic", "asset", "budget"),
    "resource_query": ("location", "asset", "time", "person", "kind"),
    "feedback_submit": ("kind", "content"),
    "feedback_status": ("code",),
    "bind_identity": ("code", "name"),
    "set_preference": ("kind", "time"),
    "privacy_request": ("kind",),
    "choose_option": ("option",),
    "unauthorized_attempt": ("person",),
}

_END = r"(?=[,.;!?]|$)"

FIRST: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "symptom": r"(?:很|太|特别|非常|有点|老是|一直|总是)[一-龥]{1,5}|(?:不|没)[一-龥]{1,4}" + _END,
        "urgency": r"(?:特别|非常|很|十万火)急|紧急|加急|急用|马上要?用|不急|尽快|赶紧|立刻|马上|快点|急|等着用|正在上课|上不了课|没法上课|urgent(?:ly)?|immediately|right now|not urgent|no rush",
        "score": r"([0-9]{1,3}|[一二两三四五六七八九十]) ?(?:颗|个)?(?:星|分(?!钟)|stars?|points?|/ ?(?:5|10)|out of)|^(?:打|给|评)?([0-9]{1,3}|[一二三四五])$",
        "option": r"第?([一二三四五六七八九十]|[0-9]{1,2})(?:个|项|条|号|种|张|款|间|台|份|位|单)?|\b([a-d])\b|(first|second|third|fourth|last|最后|上面|中间|下面|前|头|后)",
        "needed": r"^(?:的|就|还|又|之?前|以前)?[,]?(?:有课|要用|要上|有公开课|开会|考试|上课|公开课|就要|需要|得用|急用|必须|之前|前|要|用|交|完成|有)",
        "needed_by": r"(?:下节课|下一节|马上|待会儿?|等会儿?|一会儿?)(?:就)?(?:要|有)?(?:上课|用|开会|考试|公开课|课)?",
        "waited": r"(?:[0-9]+|[一二两三四五六七八九十几半俩]+)(?:个)?(?:多)?(?:小时|钟头|天|周|星期|分钟|节课)|一上午|一下午|半天|大半天|好几天|好久|一整天",
        "phone": r"1[3-9][0-9]{9}|(?<![0-9])[0-9]{3,4}-[0-9]{7,8}|分机 ?[0-9]{3,5}",
        "status": r"待处理|未处理|没处理|未完成|已解决|已完成|超时|逾期|待接|没人接|挂起|处理中|open|pending|overdue|closed",
        "person": r"(?:转给|派给|交给|指派给|改派给|转派给|分给|让|委托|授权给?|由|叫|assign(?:ed)? to|transfer .{0,12}to|pass .{0,12}to) ?([一-龥]{2,3}?)(?:去|来|处理|修|代|审|跟|负责|接|吧|,|\.|$)|\bto ([a-z]+)$",
        "reason": r"(?:因为|由于|原因是?|理由是?|原因[::]|理由[::]|because|since|due to|reason[: ])[ ,:是]*(.{2,60}?)(?=[.;!]|$)|(?:驳回|不同意|不批|退回|打回|拒绝|挂起|取消|撤回|请假|reject|return|hold)[^,.:;]{0,16}[,.:;] ?(.{2,60})$|(等(?:配件|备件|厂家|货|审批|用户|零件)[^,.]{0,12})",
        "solution": r"(?:原因|问题)(?:是|在).{2,40}|(?:已经?|刚|我)?((?:换|更换|重装|重启|重置|清理|插紧|调整|更新|升级|重新|加固|修复|replaced|reset|reinstalled|restarted).{0,30}?)"
        + _END,
        "comment": r"[,.! ](.{2,60})$",
        "topic": r"(?:申请|立项|想做|想搞|想上|想建|想装|搞一个|建一个|做一个|新建|创建|推荐|选型|关于|培训|讲座|检查|属于|算)(?:一下|一个|个|一套|套|一批|批|一些)?[:,]?(.{2,24}?)(?:的?项目|的?立项|的?培训|,|\.|\?|$)|(.{2,16}?)(?:项目|培训|数据|信息)",
        "field": r"(预算|时间|地点|名称|标题|题目|目标|范围|负责人|人数|对象|内容|截止日期|工期|指标|budget|time|date|place|title|scope|audience)",
        "milestone": r"(第[一二三四五六七八九0-9]+(?:个)?(?:阶段|期|里程碑)|里程碑 ?[0-9]+|m[0-9]+|需求调研|招标|采购|安装|调试|试运行|验收|上线|部署|开发)",
        "progress": r"([0-9]{1,3} ?%|百分之[一二三四五六七八九十百]+|一半|完成了?|延期|延误|滞后)",
        "condition": r"(?:但是?|不过|前提是|条件是|provided|on condition|but)[, ]?(.{2,40})$",
        "amount_limit": r"([0-9一二三四五六七八九十百千万]+(?:万|千)?元?)(?:以下|以内|之内)",
        "clause": r"([0-9]\.[0-9](?:\.[0-9])?|第[一二三四五六七八九十]+[条章])",
        "audience": r"(?:通知|告诉|发给|群发|给|对象是?|面向|参加人员|提醒|告知|tell|notify|to|催)(?:一下)?(?:所有|全体)?(全校|全体|所有|各|[一-龥]{0,6}(?:老师|教师|教职工|教职员工|班主任|家长|学生|组长|同学|部门|年级|联络人|员工)|all (?:staff|teachers|parents|students)|everyone|the staff)|(全体(?:教职工|老师|教师|师生|学生|班主任)?|全校(?:师生|老师|教职工|教师)?|所有(?:人|老师|班主任|教师|家长)|各(?:部门|处室|年级)|班主任|教职工|all (?:staff|teachers|parents|students)|everyone)",
        "scenario": r"(停电|断电|火灾|着火|消防|地震|勒索病毒|勒索|网络攻击|攻击|断网|网络中断|数据泄露|信息泄露|泄露|泄密|钓鱼邮件|钓鱼|病毒|中毒|木马|入侵|篡改|诈骗|系统瘫痪|系统崩溃|宕机|服务器故障|机房进水|漏水|设备被盗|被盗|疏散|台风|暴雨|防汛|食物中毒|踩踏|疫情|ransomware|power (?:cut|outage|failure)|blackout|fire|earthquake|phishing|data (?:leak|breach)|network outage|cyber ?attack|hack(?:ed|ing)?|malware|virus|flood)",
        "metric": r"(报修(?:量|数|总数|次数)?|故障(?:率|数|次数)?|工单(?:量|数|总数)?|平均响应时间|响应时间|处理时长|解决率|满意度|及时率|完成率|参训率|培训覆盖率|覆盖率|到课率|签到率|知悉率|项目数|预算执行率|在线率|备份成功率|登录次数|使用率|response time|satisfaction|completion rate|tickets?|repairs?|attendance)",
        "code": r"(?:绑定|绑定码|/start|bind|邀请码|验证码|签到码?|回执码?|回执号|编号|code|查询码|check ?in)[ :是]*([a-z0-9][a-z0-9-]{2,15})|^([a-z0-9]{4,10})$|([0-9]{4,6})",
        "name": r"(?:我是|我叫|本人|姓名|i am|i'm|my name is|this is)[ :]*([一-龥]{2,4}(?:老师)?|[a-z]+ ?[a-z]*)",
        "target": r"([0-9]{1,3}(?:\.[0-9]+)? ?%|百分之[一二三四五六七八九十百]+|[0-9]+(?:个|台|次|人|件|分钟|小时))",
        "item": r"(第[一二三四五六七八九十0-9]+(?:项|条|个)|item [0-9]+|[一-龥]{2,8}?)(?=[:, ]?(?:合格|不合格|通过|不通过|不适用|正常|过期|缺|没|有|ok|pass|fail))",
    }.items()
}

_KINDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "training_rsvp": (
        (
            "请假",
            r"请假|去不了|来不了|参加不了|不参加|不去|不能|没空|冲突|有课|出差|can't|cannot|decline|unable|not attend|won't",
        ),
        ("补训", r"补训|下一?场|下次|下一?期"),
        ("参加", r"."),
    ),
    "policy_feedback": (
        ("没用", r"没用|答错|不对|错了|没帮|不准|答非|没回答|wrong|not helpful|useless|incorrect|过时|看不懂"),
        ("有用", r"."),
    ),
    "training_roster": (
        ("缺席", r"没来|缺席|未到|没到|没签到|absent|missing"),
        ("请假", r"请假"),
        ("未回复", r"没回|未回|没报名"),
        ("签到", r"签到|到了|来了|checked in|attend"),
    ),
    "backup_record": (
        ("失败", r"失败|没成功|出错|报错|中断|fail"),
        ("恢复测试", r"恢复测试|恢复演练|还原测试|restore test"),
        ("成功", r"."),
    ),
    "inspection_record": (
        ("不合格", r"不合格|不通过|过期|缺|没有|坏|不达标|有问题|fail|未|脏|乱|杂物|松|裸露|不符合"),
        ("不适用", r"不适用|n/?a"),
        ("合格", r"."),
    ),
    "report_request": (
        ("月报", r"月报|上个?月|本月|这个月|月度|monthly"),
        ("周报", r"周报|本周|上周|weekly"),
        ("年报", r"年报|年度|annual|全年"),
        ("学期报告", r"学期|term"),
        ("季报", r"季报|季度|quarter"),
    ),
    "feedback_submit": (("匿名", r"匿名|不留名|别留名|anonym"), ("投诉", r"投诉|举报|complain"), ("建议", r".")),
    "set_preference": (
        ("language", r"英文|英语|中文|english|chinese|语言|language|繁体"),
        (
            "quiet",
            r"晚上|夜里|免打扰|静音|别吵|半夜|周末|午休|下班|quiet|mute|night|notifications?|推送|消息|通知|提醒",
        ),
        ("text", r"字|文本|纯文字|卡片|简短|简单|详细|语音|short|plain|large"),
    ),
    "privacy_request": (
        ("delete", r"删|注销|清除|抹掉|清空|erase|delete|remove"),
        ("export", r"导出|下载|副本|拷贝|export|copy|download"),
        ("inform", r"."),
    ),
    "resource_query": (
        ("person", r"谁有空|哪个(?:老师|师傅|技术员)|人手|who is (?:free|available)"),
        ("budget", r"预算|经费|钱|额度|budget"),
        ("room", r"室|厅|房|馆|room|hall|lab"),
        ("device", r"."),
    ),
}

KINDS: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    intent: tuple((kind, re.compile(pattern)) for kind, pattern in kinds) for intent, kinds in _KINDS.items()
}

CONTENT: Mapping[str, re.Pattern[str]] = {
    intent: re.compile(pattern)
    for intent, pattern in {
        "reminder_create": r"(?:提醒|叫|喊|通知)(?:一下|下)?(?:我们|我|大家|他们|全体|各部门)?[,: ]*(.{2,80})$|remind (?:me|us)(?: to| that| about)? (.{2,80})$|(?:别忘了?|记得)(.{2,60})$",
        "broadcast_create": r"[::] ?(.{2,400})$|(?:通知|告诉|告知|群发|公告)(?:一下)?[^,]{0,20}[,: ]+(.{2,400})$|(?:通知|告诉|告知)(?:一下)?(?:全体|全校|所有|各)?[一-龥]{0,8}?(?:老师|教师|教职工|班主任|家长|同学|部门|人员|人|年级)?(.{2,400})$|that (.{2,400})$",
        "goal_create": r"[::] ?(.{2,200})$|目标[,: 是为]*(.{2,200})$",
        "approval_request_info": r"[::,] ?(.{2,200})$|(?:补充|说明|提供|补|问)(?:一下)?(.{2,120})$",
        "timeline_note": r"(?:记录|记一下|记一笔|记下|时间线|note|log)[,: ]*(.{2,200})$",
        "policy_interpretation_publish": r"[::] ?(.{2,400})$",
        "feedback_submit": r"(?:建议|反馈|意见|投诉|匿名)(?:一下|一个|个)?[,: ]+(.{2,400})$",
        "reminder_cancel": r"(?:取消|删掉|删除|关掉|不用|别)(?:再)?(?:提醒)?(?:我)?(.{2,40}?)(?:的)?(?:提醒|闹钟|了)?$",
    }.items()
}
