"""The numbers of the compliance calendar that the charter leaves open (9.1): how often each is done, who hears when."""

from handlers.rulebook import Rule
from handlers.texts import Text

MONTHS, MONTH = Text("个月", "months"), Text("月底前", " (end of that month)")


def _every(key: str, zh: str, en: str, months: int) -> Rule:
    return Rule(f"obligations.{key}", Text(f"{zh}几个月一次", f"Months between: {en}"), months, "count", "5.1.4", least=1, most=60,
                things=MONTHS)  # fmt: skip


APPS = _every("apps", "教育App备案核对", "app filing", 12)
GRADES = _every("grades", "等级保护核对", "graded protection", 12)
ICP = _every("icp", "ICP备案核对", "ICP filing", 12)
MINORS = _every("minors", "未成年人个人信息合规审计", "audit of minors' data", 12)
RESTORE = _every("restore", "备份恢复测试存证", "evidence of restore tests", 6)
ACCOUNTS = _every("accounts", "账号权限核查", "account review", 6)
MINORS_MONTH = Rule(
    "obligations.minors_month", Text("未成年人个人信息合规审计在几月底前报送", "Month by whose end the audit is returned"), 1,
    "count", "7.2.1", least=1, most=12, things=MONTH,
)  # fmt: skip
FIRST = Rule(
    "obligations.first", Text("合规事项第一次的期限", "First day of a suggested obligation"), 60, "days", "5.1.4"
)
BEFORE = Rule(
    "obligations.before", Text("合规事项到期前第一次提醒", "First reminder of an obligation"), 30, "days", "5.1.4"
)
AGAIN = Rule("obligations.again", Text("合规事项到期前再提醒", "Second reminder of an obligation"), 7, "days", "5.1.4",
             within=("obligations.before",))  # fmt: skip
AFTER = Rule("obligations.after", Text("合规事项逾期多久告知 CIO", "The CIO hears of a late obligation after"), 1, "workdays",
             "5.1.4")  # fmt: skip
CHECK = Rule("obligations.check", Text("合规证据多久没核对就催", "Evidence not checked is named again after"), 5, "workdays",
             "5.1.4")  # fmt: skip
KEPT = Rule("obligations.kept", Text("合规证据文件保存多久", "Evidence of obligations is kept"), 1000, "days", "5.1.4")
ALL = (APPS, GRADES, ICP, MINORS, RESTORE, ACCOUNTS, MINORS_MONTH, FIRST, BEFORE, AGAIN, AFTER, CHECK, KEPT)
