"""What can happen to a school's systems, and how people say it: the scenarios of emergency plans, incidents and drills. Pure."""

import re
from dataclasses import dataclass

from handlers.numerals import fold
from handlers.texts import Text


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of emergency. `key` never changes: plans, incidents and drills keep it."""

    key: str
    name: Text
    said: re.Pattern[str]


def _one(key: str, zh: str, en: str, said: str) -> Scenario:
    return Scenario(key, Text(zh, en), re.compile(said, re.IGNORECASE))


# The first that fits counts: fire before everything, an encrypted disk before a virus, a leak before a clicked link.
SCENARIOS: tuple[Scenario, ...] = (
    _one("fire", "机房火灾", "server room fire",
         r"着火|起火|火灾|失火|冒烟|焦味|烧焦|消防|爆炸|触电|漏电|(?<![a-z])(?:fire|smoke|burning)(?![a-z])(?! ?wall)"),
    _one("water", "机房漏水", "water in the server room",
         r"漏水|进水|水浸|浸水|泡了|泡水|积水|渗水|防汛|暴雨|台风|flood|leaking water|water (?:leak|in the)"),
    _one("ransomware", "勒索病毒", "ransomware",
         r"勒索|赎金|比特币|\.lock|被加密|已加密|加密了|后缀.{0,4}(?:变|改)|(?:弹窗|锁屏|打不开).{0,12}(?:要钱|付钱|交钱)"
         r"|ransom|bitcoin|encrypted|asks? for payment"),
    _one("lost", "设备丢失", "lost device",
         r"(?:电脑|笔记本|平板|手机|u盘|优盘|硬盘|设备|服务器).{0,10}(?:丢|遗失|被偷|失窃|被盗|不见)"
         r"|(?:丢|遗失|被偷)了?.{0,8}(?:电脑|笔记本|平板|手机|u盘|优盘|硬盘)|设备(?:被盗|丢失|遗失)"
         r"|(?:lost|stolen|missing|stole).{0,20}(?:laptop|usb|phone|tablet|drive|device)"
         r"|(?:laptop|usb|phone|tablet|drive|device).{0,30}(?:lost|stolen|missing)"),
    _one("leak", "数据泄露", "data leak",
         r"泄露|泄漏|外泄|泄密|流出|暗网|发错群|发错人|误发|错发|发到.{0,6}群|传到.{0,6}网|挂到.{0,4}网|贴到.{0,4}网"
         r"|(?:名单|成绩|身份证|手机号|花名册|信息表|资料|试卷|工资表|监控|卷子).{0,14}(?:发到|发给|发出|传到|传出|公开|被人|拍了|卖)"
         r"|卖.{0,6}(?:学生|学校|家长).{0,4}信息|leak|breach|wrong (?:group|chat|person|recipient)|exposed|sent .{0,30} by mistake"
         r"|accessed by an outsider"),
    _one("defacement", "网页被篡改", "defaced website",
         r"(?:网站|官网|网页|首页|主页|门户).{0,14}(?:篡改|改|换|黑|赌博|色情|博彩|黄色|反动|别的|不良|奇怪|挂马|暗链)"
         r"|网页篡改|篡改|挂马|暗链|deface|(?:website|home ?page|web ?site).{0,20}(?:changed|hacked|replaced|gambling)"),
    _one("content", "不良信息", "harmful content on our channels",
         r"(?:大屏|屏幕|公众号|广播|班班通|投屏|群).{0,14}(?:不良|色情|反动|黄色|赌博|不是我们发)|被人?投了|不是我们发的|舆情"
         r"|harmful content|posted .{0,20}(?:without|not by) us"),
    _one("account", "账号被盗", "stolen account",
         r"(?:账号|帐号|邮箱|公众号|微信|qq|密码|oa).{0,14}(?:盗|被黑|异地|别人|被人|冒用|泄|丢|外地|自动群发|登录提醒|登不上去?了)"
         r"|盗号|被盗号|异地登录|异常登录|可疑登录|(?:有人|别人|被人).{0,8}(?:登录|登陆|冒用|用我的)|不认识的管理员"
         r"|account.{0,24}(?:hack|compromis|stolen|taken)|hacked my (?:account|e?mail)|logged in(?:to)?"
         r"|someone .{0,10}my (?:account|password)"
         r"|unauthori[sz]ed (?:login|access)|suspicious login"),
    _one("phishing", "钓鱼与诈骗", "phishing or fraud",
         r"钓鱼|诈骗|被骗|骗子|冒充|假冒|(?:可疑|陌生|不明|奇怪|来路不明).{0,6}(?:邮件|链接|短信|附件|网址|二维码|电话)"
         r"|(?:点|打开|点开|点击|扫|填)了?.{0,14}(?:链接|附件|网址|二维码|验证码|银行卡)|(?:银行卡|验证码|转账|汇款|中奖)"
         r"|phish|scam|fraud|fake (?:e?mail|message|call)|suspicious (?:e?mail|link|message)"
         r"|clicked .{0,24}(?:link|attachment)|pretend"),
    _one("malware", "电脑中毒", "infected computer",
         r"(?<!食物)中毒|病毒|木马|恶意软件|弹窗|弹框|弹广告|远程控制|鼠标自己|自己动|挖矿|可疑.{0,4}(?:u盘|程序)|蠕虫|(?:服务器|电脑).{0,4}中招"
         r"|malware|virus|trojan|infected|pop-?ups?|moves by itself|remote(?:ly)? control"),
    _one("power", "停电", "power failure", r"停电|断电|跳闸|没电了|供电|ups|配电|power (?:cut|outage|failure)|blackout|no power"),
    _one("server", "系统瘫痪", "system down",
         r"(?:服务器|系统|平台|数据库|存储|虚拟机|教务|一卡通|机房|oa).{0,8}(?:瘫痪|宕机|崩|挂了|打不开|起不来|故障|被删|损坏|丢失)|宕机|瘫痪"
         r"|(?:server|system|database).{0,14}(?:down|crash|deleted|failed)"),
    _one("attack", "网络攻击", "cyber attack",
         r"攻击|黑客|入侵|被黑|ddos|扫描|爆破|注入|撞库|拔网线|翻墙进|入侵了|被人(?:动|改|删)过?"
         r"|hack|intru|cyber ?attack|broke into"),
    _one("outage", "断网", "network outage",
         r"断网|网络中断|没网|上不了网|连不上网|网络瘫痪|网断了|外网(?:断|不通)|全断了|没有网络|网络(?:不通|故障|保障)"
         r"|network (?:outage|failure|down)|(?:internet|network|wi-?fi).{0,10}(?:down|gone|outage)|no internet"),
)  # fmt: skip
BY_KEY = {scenario.key: scenario for scenario in SCENARIOS}


def scenario_in(words: str) -> Scenario | None:
    """Which scenario words speak of; None where they name none."""
    said = fold(words).lower()
    return next((scenario for scenario in SCENARIOS if scenario.said.search(said)), None)


def scenario_name(key: str) -> Text:
    """A scenario by its key; a school's own scenario is its own name."""
    return BY_KEY[key].name if key in BY_KEY else Text(key, key)
