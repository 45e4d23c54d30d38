"""What can go wrong for a person, each with its own wording. All else is a bug: it gets a reference and an apology.

Refused                      told to the person as it is; the turn is rolled back
├── NotBound                 we do not know who this is yet
├── NotAllowed               somebody else can do it: says who
├── TooLate                  the state has moved on: says to what, and by whom
├── Changed                  pressed on an old version of a card
├── NotFound                 does not exist, or is not theirs to see: the two answer alike
└── Incomplete               an answer is missing or cannot be read: says what to write
"""

from handlers import texts
from handlers.texts import Text


class Refused(Exception):
    """The base of everything we tell a person instead of doing what they asked.

    `code` and `step_name` say what was attempted; an attempt that was not theirs to make goes on record with them.
    """

    def __init__(self, wording: Text, *, code: str = "", step_name: str = "") -> None:
        super().__init__(wording.en)
        self.wording = wording
        self.code = code
        self.step_name = step_name


class NotBound(Refused):
    """An account without a person tried something that needs one."""

    def __init__(self, wording: Text = texts.NOT_BOUND) -> None:
        super().__init__(wording)


class NotAllowed(Refused):
    """The guard of a step said no."""

    def __init__(
        self, step: Text, who: Text, *, code: str = "", step_name: str = "", exactly: Text | None = None
    ) -> None:
        super().__init__(exactly or texts.NOT_ALLOWED(step=step, who=who), code=code, step_name=step_name)


class TooLate(Refused):
    """The subject is not in a state from which this step can be taken: not any more, or not yet (then: what can)."""

    def __init__(self, code: str, status: Text, step: Text, by: Text | str = "", *, can: tuple[Text, ...] = ()) -> None:
        early = texts.TOO_EARLY(code=code, status=status, step=step, can=texts.joined(list(can)))
        super().__init__(early if can else texts.TOO_LATE(code=code, status=status, step=step, by=by), code=code)


class Changed(Refused):
    """The card shows an older version than the one there is to decide on."""

    def __init__(self, code: str) -> None:
        super().__init__(texts.CHANGED(code=code))


class NotFound(Refused):
    """No such subject for this person. Whoever tried a step hears who takes it, whether the subject exists or not."""

    def __init__(self, code: str, step: Text | None = None, who: Text | None = None, *, step_name: str = "") -> None:
        wording = texts.NOT_FOUND(code=code)
        if step is not None and who is not None:
            wording = texts.joined([wording, texts.NOT_ALLOWED(step=step, who=who)], zh="", en=" ")
        super().__init__(wording, code=code, step_name=step_name)


class Incomplete(Refused):
    """Something is missing; the wording says what to write."""
