"""The numbers behind selection advice that the charter leaves open (clause 9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

WITHIN = Rule("advice.within", Text("选型意见期限", "Time to give an opinion on buying"), 5, "workdays", "5.1.3")
AGAIN = Rule("advice.again", Text("选型后回访", "Asking whether it is still good"), 365, "days", "5.1.3")
ALL = (WITHIN, AGAIN)
