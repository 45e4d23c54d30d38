"""How soon a responsibility is signed, and how often it is asked for (clause 9.1)."""

from handlers.rulebook import Rule
from handlers.texts import Text

SIGN_WITHIN = Rule(
    "responsibilities.sign", Text("责任书多久内签收", "A responsibility is signed within"), 3, "workdays", "7.1.1",
    also=("责任签收期限",), asked=("安全责任书几天内要签",),
)  # fmt: skip
MOST_NUDGES = Rule(
    "responsibilities.nudges", Text("责任书最多催几次", "Most nudges for a signature"), 3, "count", "7.1.1", most=5
)
ALL = (SIGN_WITHIN, MOST_NUDGES)
