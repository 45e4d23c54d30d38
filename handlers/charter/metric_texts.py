"""What is counted of the charter's acknowledgement, in words."""

from handlers.texts import Text

PERCENT = Text("%", "%")
NOTED = Text("制度知悉率", "Charter acknowledged")
NOTED_HOW = Text(
    "现行制度版本要求知悉的在职人员中，到这段时间结束时已按知悉的比例。",
    "Of everybody asked to take note of the version in force: the share that had when this time ended.",
)
