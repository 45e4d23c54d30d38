"""What a sentence asks of whom until when; any other words are left to others, and none break anything."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.errors import Refused
from handlers.tasks.reading import asks_departments, departments_meant, due_in, read_request
from handlers.turn import Turn
from storage.people import Role
from tests.conftest import SmallSchool


@pytest.fixture
def staffed(school: SmallSchool) -> SmallSchool:
    school.person("钱主任", Role.HEAD, department="总务处")
    return school


SENTENCES = [
    ("请各部门周五前报送2026年设备清单", "各部门", "报送2026年设备清单", "09-18 17:30"),
    ("让教务处下周三前交机房使用表", "教务处", "交机房使用表", "09-23 17:30"),
    ("各部门下周一前把培训需求报上来", "各部门", "培训需求报上来", "09-21 17:30"),
    ("收集一下各部门的账号清单，周四前", "各部门", "账号清单", "09-17 17:30"),
    ("请教务处和总务处9月30日前提供在用软件清单", "教务处和总务处", "提供在用软件清单", "09-30 17:30"),
    ("周五前请各处室上报网络安全自查表", "各部门", "上报网络安全自查表", "09-18 17:30"),
    ("要求各部门明天中午12点前报送2025年台账", "各部门", "报送2025年台账", "09-16 12:00"),
    (
        "ask all departments to send their device list by Friday",
        "all departments",
        "send their device list",
        "09-18 17:30",
    ),
    ("请各部门报送2026年设备清单", "各部门", "报送2026年设备清单", ""),
    ("请各部门明天前确认账号名单，教务处除外", "各部门除了教务处", "确认账号名单", "09-16 17:30"),
    ("请教务处协助机房搬迁，下周一派两个人", "教务处", "协助机房搬迁，派两个人", "09-21 17:30"),
]
OTHERS = [
    "通知各部门周五前报送设备清单", "请各部门周五前报送设备清单了吗？", "周五下午组织各部门参加培训", "请假三天",
    "教务处投影仪坏了", "高二3班投影仪不亮", "请教务处投影仪坏了的赶紧报修",
    "提醒各部门周五交周报", "谁还没报设备清单", "", "。。。", "让", "请各部门",
]  # fmt: skip


def test_one_sentence_is_enough(staffed: SmallSchool) -> None:
    with staffed.database.write() as tx:
        turn = Turn(tx, staffed.school, staffed.features, staffed.clock.now)
        for said, whom, what, due in SENTENCES:
            wanted = read_request(turn, said)
            at = f"{turn.local(wanted.due):%m-%d %H:%M}" if wanted.due else ""
            assert (wanted.whom, wanted.what, at) == (whom, what, due), said
            assert asks_departments(turn, said), said
        assert departments_meant(turn, "各部门") == ["信息中心", "总务处", "教务处", "数学组", "校办"]
        assert departments_meant(turn, "各部门除了教务处") == ["信息中心", "总务处", "数学组", "校办"]
        assert departments_meant(turn, "除教务处外各部门") == ["信息中心", "总务处", "数学组", "校办"]
        for said in OTHERS:
            assert not asks_departments(turn, said), said


PIECES = [
    "请",
    "各部门",
    "教务处",
    "周五前",
    "2026年",
    "报送",
    "，",
    "9月31日",
    "除了",
    "的",
    "K-1",
    " ",
    "\n",
    "ask ",
    "by ",
    "{x}",
]


def test_any_words_are_read_without_harm(staffed: SmallSchool) -> None:
    with staffed.database.write() as tx:
        turn = Turn(tx, staffed.school, staffed.features, staffed.clock.now)

        @settings(max_examples=60, deadline=None, database=None)
        @given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=8))
        def reads(parts: list[str]) -> None:
            said = "".join(parts)
            asks_departments(turn, said)
            wanted = read_request(turn, said)
            assert len(wanted.what) <= 300
            due = due_in(turn, said)
            assert due is None or due.tzinfo is not None
            with suppress(Refused):
                assert set(departments_meant(turn, said)) <= {"信息中心", "总务处", "教务处", "数学组", "校办"}

        reads()
