"""What the places say. Chinese first, English beside it."""

from handlers.texts import Text

HOW_TO_REGISTER = Text(
    "请写清地点，要贴在设备上就再加设备，例如「登记机房 高二楼302机房」或「登记地点 高二楼302机房 投影仪」。",
    "Say the place, and the device if the code goes on it: “register place Building A room 302 projector”.",
)
TOO_LONG = Text("地点和设备的名字请各在 {most} 个字以内。", "Place and device may have {most} characters each.")
REGISTERED = Text("登记好了：{place}，编码 {code}。", "Registered: {place}, code {code}.")
KNOWN = Text("{place}早就登记过了，编码 {code}。", "{place} is registered already, code {code}.")
PRINT = Text("打印二维码", "Print QR codes")
PRINT_NEXT = Text("贴上二维码，扫一下就能报修。", "With its QR code on the wall, one scan reports a fault.")
WHO_MAY = Text(
    "登记地点和打印二维码由技术员、调度、CIO 或系统管理员来做。要报修，直接说哪里什么坏了就行。",
    "Places are registered by technicians, the dispatcher, the CIO or an administrator. To report a fault, just say it.",
)
NONE = Text(
    "还没有登记地点。先说「登记机房 高二楼302机房」，或让管理员用 xiaoxin places import 导入。",
    "No place is registered. Say “register place Building A room 302”, or import a list with `xiaoxin places import`.",
)
NONE_THERE = Text(
    "「{within}」没有登记过的地点。说「打印二维码 全部」打印所有的。",
    "No registered place in “{within}”. Say “print qr all”.",
)
NO_CHANNEL = Text(
    "还没有扫码后能打开的渠道：请管理员设置 XIAOXIN_PUBLIC_URL 或接上 Telegram，再打印。",
    "There is nothing a scan could open yet: set XIAOXIN_PUBLIC_URL or connect Telegram first.",
)
SHEET = Text(
    "二维码好了：{count} 个（{within}），A4 打印后裁开张贴。",
    "{count} QR code(s) ({within}): print on A4 and cut apart.",
)
ALL = Text("全部", "all")
CUT = Text(
    "太多了，只放了前 {most} 个；请按楼分开打印。",
    "Too many: only the first {most} are in it; print building by building.",
)
FILE = Text("报修二维码 {within}.pdf", "QR codes {within}.pdf")
SCANNED_WRONG = Text(
    "这个二维码不在登记里（可能已换新）。请直接说哪里什么坏了，例如「高二3班投影仪不亮」。",
    "This QR code is not registered (any more). Just say what is broken where, such as “room 302 projector is dead”.",
)
SCAN = Text("扫码报修", "Scan to report a fault")
TYPE = Text("或在校信官里发：扫码 {code}", "or send to Xiaoxin: scan {code}")
ON_TELEGRAM = Text("Telegram", "Telegram")
ON_WECHAT = Text("公众号", "WeChat")
ON_WEB = Text("微信 / 网页", "WeChat / web")

HEAD_MISSING = Text(
    "第一行要有「地点」这一列（还可以有：设备、楼宇）。",
    "The first line needs a column “place” (also: device, building).",
)
ROW_EMPTY = Text("没有写地点。", "The place is missing.")
ROW_LONG = Text("名字超过 {most} 个字。", "A name has over {most} characters.")
ROW_TWICE = Text("和第 {line} 行重复。", "The same as line {line}.")
HELP = Text(
    "打印二维码：如「打印二维码 高二楼」",
    "QR codes for rooms: “print qr Building 2”",
)
