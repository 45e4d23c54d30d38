"""Questions and clauses in one spelling: traditional becomes simplified, and simplified stays as it is."""

import pytest

from knowledge.normalise import spelling


@pytest.mark.parametrize("text", ["什么时候", "这份文件怎么写的", "资源整合的程序", "智慧校园", "建立机制"])
def test_simplified_words_are_left_alone(text: str) -> None:
    assert spelling(text) == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("什麼時候", "什么时候"),
        ("這份文件怎麼寫的", "这份文件怎么写的"),
        ("資源整合的程序", "资源整合的程序"),
        ("資訊系統的專案", "信息系统的项目"),
        ("誰負責網路?", "谁负责网络?"),
    ],
)
def test_traditional_words_become_ours(typed: str, read: str) -> None:
    assert spelling(typed) == read
