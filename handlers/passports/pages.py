"""What somebody new reads: the clauses that concern their role, in the charter's own words, and five rules of safety."""

import re

from handlers.cards import Card, bullets
from handlers.passports import texts
from handlers.texts import Phrase
from handlers.turn import Turn
from knowledge.clauses import Clause
from storage.people import Person, Role

MOST = 6
LONGEST = 70
# What each role is shown: the clause of the sample's numbering where the document has it, else what these words find.
EVERYBODY = (("5.2.1", "技术支持 报修"), ("7.1.2", "信息安全培训"), ("8.1.2", "师生反馈意见"), ("9.2", "制度生效 遵守"))
BY_ROLE: tuple[tuple[tuple[Role, ...], tuple[tuple[str, str], ...]], ...] = (
    ((Role.CIO, Role.LEADER, Role.SECRETARY, Role.MEMBER), (("6.2.1", "项目审批"), ("9.1", "解释权 实施细则"))),
    ((Role.TECHNICIAN, Role.DISPATCHER, Role.ADMIN), (("7.2.2", "备份机制"), ("7.3.1", "应急预案"))),
    ((Role.HEAD, Role.LIAISON), (("5.3.1", "部门配合执行"), ("5.3.2", "部门信息反馈"))),
    ((Role.INSPECTOR, Role.AUDITOR), (("8.1.1", "定期检查"), ("8.2.1", "效果评估"))),
)


def charter_page(turn: Turn, person: Person) -> Card:
    """The clauses of their role, verbatim."""
    topics = [topic for roles, more in BY_ROLE if person.holds(*roles) for topic in more]
    found = [
        clause for id_, words in (*topics, *EVERYBODY) for clause in [_clause(turn, id_, words)] if clause is not None
    ]
    unique = list({clause.id: clause for clause in found}.values())[:MOST]
    if not unique:
        return Card(texts.PAGE_CHARTER, (texts.NO_CLAUSES,))
    lines: list[Phrase] = [
        texts.CLAUSE_LINE(id=one.id, title=one.title or one.section, quote=_first_sentence(one.text)) for one in unique
    ]
    return Card(texts.PAGE_CHARTER, bullets(lines), note=texts.CLAUSE_NOTE(document=unique[0].document.strip("《》")))


def _clause(turn: Turn, id_: str, words: str) -> Clause | None:
    library = turn.school.library()
    known = library.clause(id_)
    if known is not None:
        return known
    return next((one.clause for one in library.search(words, k=1)), None)


def _first_sentence(text: str) -> str:
    sentence = re.split(r"(?<=[。；;])|\n", text.strip(), maxsplit=1)[0]
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}……"


def safety_page() -> Card:
    """Five rules everybody keeps."""
    return Card(texts.PAGE_SAFETY, bullets(texts.SAFETY_LINES), note=texts.SAFETY_NOTE)
