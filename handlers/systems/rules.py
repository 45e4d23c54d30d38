"""How long before a contract, a certificate or a filing expires its owner hears of it (clause 9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

FIRST = Rule(
    "systems.expiry_first", Text("到期首次提醒", "First reminder before something expires"), 60, "days", "5.1.4",
    also=("合同到期提醒", "证书到期提醒"), asked=("合同到期提前多久提醒",),
)  # fmt: skip
SECOND = Rule(
    "systems.expiry_second", Text("到期第二次提醒", "Second reminder before something expires"), 30, "days", "5.1.4",
    before=("systems.expiry_first",),
)  # fmt: skip
LAST = Rule(
    "systems.expiry_last", Text("到期最后提醒", "Last reminder before something expires, to the CIO as well"), 7, "days",
    "5.1.4", before=("systems.expiry_second",),
)  # fmt: skip
ALL = (FIRST, SECOND, LAST)
