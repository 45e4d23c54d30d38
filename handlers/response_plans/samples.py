"""Plans to begin with, in our own words: they answer from the first minute on, until the school has approved its own.

One line is one step: the role, then Chinese | English, then perhaps a telephone number everybody may know.
"""

from functools import cache

from handlers.checklists import CARE, COMMAND, EVERYONE, HANDLE, LIAISE, RECORD, PlanItem, ScenarioPlan
from handlers.texts import Text

_LETTERS = {"E": EVERYONE, "C": COMMAND, "H": HANDLE, "L": LIAISE, "R": RECORD, "D": CARE}

# What every emergency asks of those who lead, call and write.
_ALWAYS = """
C 确认影响范围，按建议定级，指定处置、联络、记录三个人 | Find out how far it reaches, confirm the level, name who does what
C 每半小时问一次进展，决定是否停课、停用系统或上报 | News every half hour; decide on stopping systems or lessons, and on reporting
L 通知校领导和受影响的部门，只说已经核实的情况 | Tell the leaders and the departments concerned, and only what is certain
L 对外口径统一由校办发出，不在群里讨论 | One voice to the outside, the school office; nothing is discussed in chat groups
R 按时间记下：谁、何时、做了什么 | Write down who did what and when
R 保存截图、日志和现场照片，不改动原件 | Keep screenshots, logs and photos; do not touch the originals
"""

_OWN = {
    "fire": """
E 先离开现场，提醒附近的人，拨打 119 | Leave first, warn people nearby, call 119 | 119
E 不乘电梯，不返回取物品 | No lifts, and do not go back for anything
C 组织疏散和清点人数，通知总务处切断该区域电源 | Evacuate and count people; have the power of the area cut
H 人身安全确认后再关闭机房电源和空调，切勿用水灭电气火 | When people are safe: power and cooling off; no water on electrical fire
H 火灾解除后检查备份是否完好，列出停用的系统 | Afterwards check the backups and list the systems that are down
""",
    "water": """
E 不要踩水，不要碰带电设备，离开并告诉信息中心 | Do not step into the water or touch equipment; leave and tell the IT centre
H 先断开受影响机柜的电源，再处理积水 | Cut the power of the racks concerned before anything is done about the water
H 遮盖、移走可移动的设备，关闭进水阀门 | Cover or move what can be moved; close the valve
H 泡过的设备不通电，等检测后再用 | Nothing that was wet is switched on before it was examined
C 请总务处查明水源，决定是否切换到备用系统 | Have the source found; decide on switching to standby systems
""",
    "ransomware": """
E 断开网络，不要关机：拔网线、关无线 | Unplug the network, do not switch off: cable out, wireless off
E 不付款，不点弹窗里的任何东西，拍一张屏幕照片 | Pay nothing, click nothing in the pop-up, take a photo of the screen
E 不要插U盘抢救文件，不要把文件转发给别人 | Do not save files to a USB drive, and forward nothing
H 在交换机上隔离中招的电脑和同网段，关闭共享 | Isolate the machine and its segment at the switch; close the shares
H 检查备份是否断开且完好，先把备份保护起来 | Protect the backups first: are they offline and intact?
H 改掉管理员密码，查找还有谁中招 | Change administrators’ passwords; look for further victims
H 保留样本和日志后再重装恢复，恢复前先验证备份 | Keep samples and logs before reinstalling; test the backup before restoring
C 不与勒索者联系；涉及犯罪的报警 | No contact with the blackmailer; report the crime | 110
""",
    "malware": """
E 断开网络，不要关机：拔网线、关无线 | Unplug the network, do not switch off: cable out, wireless off
E 不点弹窗里的按钮，拍一张屏幕照片 | Press nothing in the pop-up; take a photo of the screen
E 用另一台设备改掉常用密码，先改邮箱和办公账号 | From another device change your passwords, mail and office accounts first
H 隔离电脑，用离线介质查杀，查同网段其他电脑 | Isolate the machine, scan it from offline media, look at its neighbours
H 查清入口：邮件、U盘还是下载，把来源封掉 | Find the way in (mail, USB, download) and close it
H 清除不干净的重装系统，从备份恢复文件 | What cannot be cleaned is reinstalled; files come from the backup
""",
    "phishing": """
E 断开网络，不要关机；不再打开那个链接或附件 | Unplug the network, do not switch off; do not open that link or attachment again
E 填过密码的，用别的设备马上改密码 | If you typed a password, change it now from another device
E 填过银行卡或已转账的，马上打银行客服冻结，并拨打 110 | If money or a card is involved, have the bank freeze it and call 110 | 110
E 不要转发、不要删除那条信息，截图留下 | Forward nothing and delete nothing; take a screenshot
H 封掉链接和发件人，查还有谁收到、谁点过 | Block link and sender; find out who else got it and who clicked
H 检查这些账号的登录记录，强制改密 | Look at the log-ins of those accounts and force new passwords
L 提醒全体教职工：样子是什么、收到了怎么办 | Warn all staff: what it looks like and what to do
""",
    "account": """
E 用别的设备马上改密码，并退出所有已登录的设备 | From another device change the password and sign out everywhere
E 同一个密码用在别处的，一起改掉 | Change it wherever else you used the same one
E 不要转发、不要删除账号里的异常内容，截图留下 | Forward nothing and delete nothing odd in the account; take screenshots
H 冻结账号，导出登录记录，查被盗期间做了什么 | Freeze the account, export its log-ins, find out what was done with it
H 查转发规则、绑定手机和授权应用，逐项复原 | Check forwarding rules, bound phones and authorised apps; set them right
L 用账号给别人发过消息的，通知对方不要理会 | Tell everybody the account wrote to that they should ignore it
""",
    "leak": """
E 马上撤回或请群主删除，不要再转发 | Recall it at once or have the group’s owner delete it; forward nothing
E 记下发到了哪里、什么时候、有多少人看得到，截图留下 | Note where it went, when, and how many can see it; take a screenshot
E 不要自己在群里解释或道歉，等学校统一说明 | Do not explain in the group yourself; the school will
H 收回链接和下载权限，停掉泄露的出口 | Withdraw links and permissions; close the leak
H 查清涉及的字段、条数和人员，有没有未成年人 | Find out which fields, how many records, whose, and whether minors are among them
C 判断是否告知本人及监护人，写下决定和理由 | Decide whether the people and guardians concerned are told, and write down why
L 需要删除的平台，联系平台和所在群逐个确认 | Contact each platform or group that has to delete it, and have it confirmed
D 涉及学生的，由班主任逐一联系家长，关注学生情绪 | Class teachers call the parents concerned and look after the pupils
""",
    "defacement": """
E 不要点页面上的东西，不要转发网址，截图留下 | Click nothing on the page, do not forward its address, take a screenshot
H 立即断开网站的外网访问，挂上维护页面 | Take the site off the internet at once; show a maintenance page
H 先备份现场（网页文件、日志），再动手清理 | Copy the scene (files, logs) before cleaning anything
H 改掉后台和服务器密码，查后门和陌生账号 | Change back-office and server passwords; look for back doors and unknown accounts
H 从干净备份恢复，补上漏洞后再开放 | Restore from a clean backup; open only when the hole is closed
L 向网站服务商、托管单位要日志和协助 | Ask the hosting company for logs and help
""",
    "content": """
E 马上关掉屏幕或拔掉电源，不要拍照传播 | Switch the screen off or unplug it; spread no photos
E 记下时间、地点和看到的人群 | Note time, place and who saw it
H 断开该设备和发布账号，收回发布权限 | Disconnect the device and the publishing account; withdraw permissions
H 查清从哪里投放的，封掉入口 | Find out where it came from and close that way
L 公众号等平台的内容，联系平台删除 | Have platforms delete what was posted there
D 有学生看到的，班主任当天说明和疏导 | Where pupils saw it, class teachers talk with them the same day
""",
    "outage": """
E 看一下是自己一个人、一个房间还是整栋楼，告诉信息中心 | See whether it is you, a room or a building, and tell the IT centre
E 上课的先用本地课件，不要重启交换机和路由器 | In class go on with local files; do not restart switches or routers
H 从出口、核心到楼层逐段查，先恢复教学区 | Check from the uplink through the core to the floors; teaching areas first
H 打电话给运营商报障，记下工单号 | Call the provider and note their ticket number
H 查清是故障还是攻击；像攻击的保留日志 | Fault or attack? Keep the logs where it looks like an attack
L 每半小时向各部门说一次预计恢复时间 | Tell departments every half hour when it should be back
""",
    "server": """
E 记下哪个系统、什么提示，截图留下，不反复刷新 | Note which system and message, take a screenshot, do not keep reloading
H 确认是一台还是多台，查磁盘、数据库、电源和日志 | One server or several? Look at disks, database, power and logs
H 动手修复前先备份现状 | Copy the present state before mending anything
H 不能修好的切换到备用或从备份恢复，记录丢了哪些数据 | What cannot be mended is switched over or restored; note which data is lost
L 告诉使用部门改用纸质或备用办法 | Tell the departments to use paper or the standby way
""",
    "power": """
E 有人被困或受伤先救人；不要碰裸露的电线 | People first; do not touch bare wires
H 看 UPS 还能撑多久，按顺序关闭不重要的服务器 | How long will the UPS last? Shut down what matters least first
H UPS 剩 10 分钟时，把数据库和存储正常关机 | Ten minutes before the UPS ends, shut databases and storage down cleanly
L 联系总务处和供电部门，问预计来电时间 | Ask the facilities office and the power company when it will be back | 95598
H 来电后先查电压再按顺序开机，逐个检查系统 | When it is back check the voltage, start in order, look at each system
""",
    "lost": """
E 马上说清丢了什么、里面有什么数据、最后在哪里见过 | Say at once what is missing, what was on it and where it was last seen
E 改掉设备上登录过的账号密码 | Change the passwords of accounts used on it
E 像是被偷的，保护现场并拨打 110 | If it looks stolen, leave the place as it is and call 110 | 110
H 远程锁定或擦除，停用设备上的账号和证书 | Lock or wipe it remotely; disable its accounts and certificates
H 查有没有加密、存了谁的信息、有多少条 | Was it encrypted? Whose data, how many records?
C 有个人信息的按数据泄露处理 | With personal data on it, treat it as a data leak
""",
    "attack": """
E 断开网络，不要关机；保留现场，不要自己处理 | Unplug the network, do not switch off; leave everything as it is
E 改掉相关密码，用别的设备改 | Change the passwords concerned, from another device
H 隔离被攻击的系统，封掉来源地址和漏洞端口 | Isolate the system; block sources and open ports
H 保留日志和内存现场，再清除后门 | Keep logs and memory before removing back doors
H 查横向移动：哪些账号和服务器被碰过 | Look for lateral movement: which accounts and servers were touched
L 请安全服务商或托管单位协助，报警 | Ask the security service for help, report to the police | 110
""",
}


@cache
def sample(scenario: str) -> ScenarioPlan | None:
    """Our plan for a scenario; None for a scenario that is a school's own."""
    if scenario not in _OWN:
        return None
    rows = [line for line in (*_OWN[scenario].splitlines(), *_ALWAYS.splitlines()) if line.strip()]
    rows.sort(key=lambda line: list(_LETTERS).index(line[0]))
    return ScenarioPlan(scenario, "", 0, tuple(_item(number, line) for number, line in enumerate(rows, 1)))


def _item(number: int, line: str) -> PlanItem:
    zh, en, phone = (*(part.strip() for part in line[2:].split("|")), "")[:3]
    return PlanItem(number, _LETTERS[line[0]], Text(zh, en), phone)
