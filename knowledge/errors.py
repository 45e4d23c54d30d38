"""What can go wrong when a document is read, in words that say what to do next.

KnowledgeError
└── Unreadable     the file is not a document that we can take clauses from
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Carries its wording in both languages; `str()` gives both."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en


class Unreadable(KnowledgeError):
    """Nothing can be imported from this file; the message says how to get a file that works."""
