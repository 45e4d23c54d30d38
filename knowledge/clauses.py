"""What the charter consists of, and what an answer about it looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Outcome = Literal["answered", "unsettled", "off_topic"]


class Authority(StrEnum):
    """Who has said it: the charter (原文), the leading group (释义, 9.1), the CIO (细则, 9.1), or nobody."""

    CHARTER = "charter"
    INTERPRETATION = "interpretation"
    RULE = "rule"
    UNREGULATED = "unregulated"


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule of a document, as the document numbers it. `text` is verbatim."""

    document: str
    id: str
    chapter: str
    section: str
    title: str
    text: str

    @property
    def path(self) -> str:
        """Where it stands: `第七章 信息安全管理 › 7.3 事故应急响应 › 2 定期演练`."""
        return " › ".join(part for part in (self.chapter, self.section, self._own()) if part)

    def _own(self) -> str:
        article = self.id if self.id.startswith("第") else ""
        if article or not (self.chapter or self.section):
            return f"{article or self.id} {self.title}".strip()
        if not self.title or self.title in (self.section, bare(self.section), self.chapter, bare(self.chapter)):
            return ""
        last = re.split(r"[.\-]", self.id)[-1]
        return f"{last} {self.title}"


_HEADING_NUMBER = re.compile(
    r"^\s*(?:第\s*[零〇一二三四五六七八九十百\d]+\s*[编篇部章节条](?:之[一二三四五六七八九十])?"
    r"|(?:chapter|part|section|article)\s+[\divxlc.]+"
    r"|[\d.]+|[一二三四五六七八九十]+)[、.\s:]*",
    re.IGNORECASE,
)


def bare(heading: str) -> str:
    """A heading without its number: `7.3 事故应急响应` → `事故应急响应`."""
    return _HEADING_NUMBER.sub("", heading, count=1).strip()


@dataclass(frozen=True, slots=True)
class Commentary:
    """A settled note beside one or more clauses: an interpretation (释义) or an implementing rule (细则).

    `to_review`: the clause was changed since, and nobody has looked yet whether the note still fits.
    """

    authority: Authority
    number: str
    clauses: tuple[str, ...]
    text: str
    effective: date | None
    document: str = ""
    asked: tuple[str, ...] = ()
    to_review: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an answer stands. `quote` is a verbatim part of the clause (or of the commentary)."""

    document: str
    clause: str
    path: str
    quote: str
    authority: Authority


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person reads. Unanswered: `citations` are the nearest clauses, or none when it is off topic."""

    answered: bool
    outcome: Outcome
    authority: Authority
    text: str
    citations: tuple[Citation, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A clause and how well it fits a question (about 1: surely; 0: not at all)."""

    clause: Clause
    score: float
