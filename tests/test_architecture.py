"""What the house promises about itself: which way imports run, who knows which library, where time comes from.

Nothing is imported for the first half: the files are read with `ast`, so a broken module cannot hide a broken rule.
"""

import ast
import importlib
import string
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from handlers.cards import TOKEN_BYTES
from handlers.catalogue import Features
from handlers.features import FEATURES
from handlers.flow import the_clock
from handlers.router import Router
from handlers.suggesting import suggestions
from handlers.texts import Text, say

ROOT = Path(__file__).parents[1]
OURS = ("bot", "jobs", "handlers", "knowledge", "storage")
# Every import points down this list; the two at the bottom import nothing of ours.
MAY_IMPORT = {
    "bot": {"bot", "jobs", "handlers", "knowledge", "storage"},
    "jobs": {"jobs", "handlers", "knowledge", "storage"},
    "handlers": {"handlers", "knowledge", "storage"},
    "knowledge": {"knowledge"},
    "storage": {"storage"},
}
FEATURE_LIST = "handlers/features.py"  # the one tool that names features: the explicit list of them
TOOL_ROOMS = {"understanding", "timing"}  # inner rooms of tools that outgrew one file (ADR 5)
FEATURE_FOLDERS = {path.parent.name for path in (ROOT / "handlers").glob("*/__init__.py")} - TOOL_ROOMS

# Which files may know a library. A path that ends in "/" or "_" is a beginning: a folder, or one platform's files.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "aiohttp": ("bot/platforms/telegram_wire.py",),
    "alembic": ("storage/migrate.py", "storage/migrations/"),
    "apscheduler": ("jobs/clock.py",),  # the clock only: nothing else may hold a job
    "chinese_calendar": ("handlers/timing/almanac.py",),  # national holidays are one source among the school's own
    "chromadb": ("knowledge/index.py",),
    "dotenv": ("bot/settings.py",),
    # Reading a charter; writing the report to leaders and that of a drill.
    "docx": ("knowledge/formats.py", "handlers/reports/paper.py", "handlers/drills/paper.py"),
    "httpx": ("bot/commands/checks.py",),  # the doctor looks whether our own address answers
    "icalendar": ("handlers/trainings/calendar_file.py",),
    "langchain": ("knowledge/writer.py",),
    "langchain_chroma": ("knowledge/index.py",),
    # The public face takes `Embeddings` and gives a `BaseRetriever`, both as types only.
    "langchain_core": ("knowledge/charter.py", "knowledge/index.py", "knowledge/writer.py", "knowledge/embedding.py"),
    "lunardate": ("handlers/timing/almanac.py",),
    "matplotlib": ("handlers/reports/charts.py",),
    "numpy": ("knowledge/",),  # vectors are the language of the whole retrieval, not the secret of one file
    "opencc": ("knowledge/normalise.py",),
    "openpyxl": ("handlers/tables.py", "handlers/sheets.py"),  # reading tables; writing them
    "prometheus_client": ("bot/server.py", "bot/metrics.py"),
    "psycopg": (),  # SQLAlchemy loads it by the database's address
    "pydantic": (
        "bot/settings.py",
        "bot/commands/checking.py",
        "knowledge/index.py",
    ),  # secrets; a retriever of langchain is a pydantic model
    "pydantic_settings": ("bot/settings.py",),
    "pypdf": ("knowledge/formats.py",),
    "pypinyin": ("knowledge/pinyin.py",),
    "reportlab": (
        "handlers/trainings/certificate.py",
        "handlers/places/sheet.py",
        "handlers/response_plans/paper.py",
        "handlers/reports/pdf.py",
    ),
    # wechatpy's transport: one file pools its connections and reads its errors.
    "requests": ("bot/platforms/wechat_connection.py",),
    "urllib3": ("bot/platforms/wechat_connection.py",),
    "rich": ("bot/commands/", "bot/platforms/console.py"),
    "segno": ("handlers/qr.py",),
    # Rows and queries live in storage; turns hand the session through, features ask small questions of their own.
    "sqlalchemy": ("storage/", "handlers/", "jobs/", "bot/"),
    "starlette": ("bot/",),
    "telegram": ("bot/platforms/telegram_",),
    "typer": ("bot/cli.py", "bot/commands/"),
    "uvicorn": ("bot/server.py", "bot/wiring.py", "bot/app.py", "bot/commands/serving.py"),
    # One file for each kind of account, one for their common wire, one for the cryptography.
    "wechatpy": (
        "bot/platforms/wecom_app.py",
        "bot/platforms/wechat_account.py",
        "bot/platforms/wechat_connection.py",
        "bot/platforms/wechat_envelope.py",
    ),
}


@dataclass(frozen=True)
class Source:
    """One file of ours: its path below the root, its module's name, what it says."""

    path: str
    module: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The room it stands in."""
        return self.path.partition("/")[0]

    @property
    def feature(self) -> str:
        """The feature it belongs to, if any."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "handlers" and len(parts) > 2 and parts[1] in FEATURE_FOLDERS else ""

    @property
    def is_tool(self) -> bool:
        """Whether it is shared by the features."""
        return self.package == "handlers" and not self.feature

    def imports(self, *, at_load: bool = False) -> Iterator[str]:
        """Full names of what it imports; `at_load` leaves out what is imported inside functions or for types only."""
        for node in _statements(self.tree, at_load=at_load):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    base = ".".join([*self.module.split(".")[: -node.level], base]).strip(".")
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names)


HouseRule: TypeAlias = Callable[[Source], list[str]]


def source_of(path: str, text: str) -> Source:
    """A file of ours, from its words."""
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Source(path, module, ast.parse(text, path))


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the product; what Alembic generated is a record, not our hand."""
    return tuple(
        source_of(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for package in OURS
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations/versions" not in path.as_posix()
    )


def _statements(tree: ast.AST, *, at_load: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        yield node
        if at_load and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if at_load and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield from _statements(node, at_load=at_load)


# --- imports ------------------------------------------------------------------------------------------------


def wrong_ways(source: Source) -> list[str]:
    """Imports that point up."""
    allowed = MAY_IMPORT[source.package]
    tops = {name.partition(".")[0] for name in source.imports()}
    return [f"{source.path} imports {top}" for top in sorted(tops & set(OURS)) if top not in allowed]


def sideways(source: Source) -> list[str]:
    """Features that know another feature, and tools that know a feature."""
    if source.package != "handlers" or source.path == FEATURE_LIST:
        return []
    known = {
        parts[1]
        for name in source.imports()
        if (parts := name.split("."))[0] == "handlers" and len(parts) > 1 and parts[1] in FEATURE_FOLDERS
    }
    return [f"{source.path} imports the feature {other}" for other in sorted(known - {source.feature})]


def strangers(source: Source) -> list[str]:
    """Libraries a file should not know, and libraries nobody has given a place."""
    tops = {name.partition(".")[0] for name in source.imports()} - set(OURS) - sys.stdlib_module_names - {""}
    return [
        f"{source.path} imports {top}"
        for top in sorted(tops)
        if not any(
            source.path == place or (place.endswith(("/", "_")) and source.path.startswith(place))
            for place in LIBRARIES.get(top, ())
        )
    ]


@pytest.mark.parametrize("rule", [wrong_ways, sideways, strangers])
def test_imports_keep_to_the_house(rule: HouseRule) -> None:
    assert [found for source in sources() for found in rule(source)] == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (wrong_ways, "storage/people.py", "from handlers.texts import Text"),
        (wrong_ways, "knowledge/index.py", "import storage.base"),
        (wrong_ways, "handlers/turn.py", "def f():\n    from jobs import relay"),
        (wrong_ways, "jobs/relay.py", "from bot.platforms import telegram"),
        (sideways, "handlers/policy/actions.py", "from handlers.people import binding"),
        (sideways, "handlers/policy/actions.py", "from handlers import people"),
        (sideways, "handlers/turn.py", "from handlers.people import texts"),
        (strangers, "handlers/turn.py", "import telegram"),
        (strangers, "knowledge/charter.py", "def f():\n    from chromadb.api import Client"),
        (strangers, "bot/app.py", "import library_nobody_placed"),
    ],
)
def test_the_rules_of_imports_can_fail(rule: HouseRule, path: str, text: str) -> None:
    assert rule(source_of(path, text)) != []


def test_no_modules_import_each_other_in_a_circle() -> None:
    modules = {source.module for source in sources()}
    graph = {source.module: needs(source, modules) - {source.module} for source in sources()}
    assert circle_in(graph) == []


def needs(source: Source, modules: set[str]) -> set[str]:
    """The modules a file needs in order to load. `from package import part` needs the part, not the package's face."""
    found: set[str] = set()
    for node in _statements(source.tree, at_load=True):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= parts & modules
            if parts - modules:
                found.add(node.module)
    return found & modules


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """One circle of a graph, or nothing."""
    done: set[str] = set()

    def walk(module: str, path: list[str]) -> list[str]:
        if module in path:
            return path[path.index(module) :]
        if module in done:
            return []
        for other in sorted(graph[module]):
            if found := walk(other, [*path, module]):
                return found
        done.add(module)
        return []

    return next((found for module in sorted(graph) if (found := walk(module, []))), [])


def test_a_circle_would_be_found() -> None:
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["b", "c"]


# --- time, sessions, environment ---------------------------------------------------------------------------


def calls(source: Source) -> Iterator[ast.Call]:
    """Every call in a file."""
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def own_clocks(source: Source) -> list[str]:
    """Features that look at a clock or end their transaction themselves."""
    if source.package != "handlers":
        return []
    return [
        f"{source.path}:{call.lineno} calls {ast.unparse(call.func)}"
        for call in calls(source)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback", "now", "utcnow", "today"}
    ]


# How many positional arguments each can have without a zone among them.
NAIVE = {"now": 0, "utcnow": 9, "utcfromtimestamp": 9, "fromtimestamp": 1, "today": 0, "datetime": 7}


def naive_moments(source: Source) -> list[str]:
    """Moments without a time zone."""
    found = []
    for call in calls(source):
        of, _, what = ast.unparse(call.func).rpartition(".")
        is_datetime = of.split(".")[-1] == "datetime" or (what == "datetime" and of == "")
        zoned = {"tz", "tzinfo"} & {word.arg for word in call.keywords}
        if is_datetime and len(call.args) <= NAIVE.get(what, -1) and not zoned:
            found.append(f"{source.path}:{call.lineno} {ast.unparse(call)[:60]}")
    return found


# The settings; and files that choose a library's behaviour, which the library reads there and nowhere else.
ENVIRONMENT = {"bot/settings.py", "bot/platforms/telegram_bot.py", "knowledge/pinyin.py"}


def environment_readers(source: Source) -> list[str]:
    """Files besides the settings that look at the environment."""
    if source.path in ENVIRONMENT:
        return []
    readers = {"environ", "getenv", "environb", "getenvb", "putenv"}
    names = {node.attr for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}
    names |= {name.rpartition(".")[2] for name in source.imports() if name.startswith("os.")}
    return [f"{source.path} reads {name}" for name in sorted(names & readers)]


def impure_rules(source: Source) -> list[str]:
    """Flows, cards and texts that know of sessions."""
    if source.package != "handlers" or Path(source.path).name not in {"flow.py", "cards.py", "texts.py"}:
        return []
    return [
        f"{source.path} imports {name}"
        for name in source.imports()
        if name.partition(".")[0] == "sqlalchemy" or name.startswith("storage.base")
    ]


def silent_files(source: Source) -> list[str]:
    """Files that do not say what they are for."""
    return [] if ast.get_docstring(source.tree) else [f"{source.path} has no docstring"]


@pytest.mark.parametrize("rule", [own_clocks, naive_moments, environment_readers, impure_rules, silent_files])
def test_habits_are_kept(rule: HouseRule) -> None:
    assert [found for source in sources() for found in rule(source)] == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (own_clocks, "handlers/issues/actions.py", "turn.tx.commit()"),
        (own_clocks, "handlers/voice.py", "datetime.now(UTC)"),
        (own_clocks, "handlers/policy/shelf.py", "date.today()"),
        (naive_moments, "bot/clock.py", "datetime.now()"),
        (naive_moments, "bot/clock.py", "datetime.datetime.utcnow()"),
        (naive_moments, "bot/clock.py", "datetime.fromtimestamp(0)"),
        (naive_moments, "bot/clock.py", "datetime(2026, 9, 1)"),
        (environment_readers, "bot/app.py", "import os\nos.environ['X']"),
        (environment_readers, "bot/app.py", "from os import getenv"),
        (impure_rules, "handlers/issues/flow.py", "from sqlalchemy.orm import Session"),
        (silent_files, "jobs/relay.py", "x = 1"),
    ],
)
def test_the_habits_can_fail(rule: HouseRule, path: str, text: str) -> None:
    assert rule(source_of(path, text)) != []


def test_every_test_file_says_what_it_is_about() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for folder in ("tests", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (text := path.read_text("utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


# --- all features -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("router", FEATURES, ids=lambda router: str(router.name))
def test_every_step_has_an_action_and_no_action_lacks_a_step(router: Router) -> None:
    assert set(router.steps) == {step.name for step in router.flow.steps} if router.flow else not router.steps


def test_features_do_not_answer_to_the_same_words() -> None:
    Features(FEATURES)  # refuses two features for one command, intent, form, deadline or rule


LONGEST_CODE, HIGHEST_REVISION = "{prefix}-2026-99999", "99999"


@pytest.mark.parametrize("router", FEATURES, ids=lambda router: str(router.name))
def test_every_possible_token_fits_the_narrowest_platform(router: Router) -> None:
    code = LONGEST_CODE.format(prefix=router.prefix or "XX")
    tokens = [f"{router.name}.{action}:{code}:{'9' * 10}" for action in router.buttons]
    if router.flow:
        tokens += [
            f"{router.flow.name}.{step.name}:{code}:{choice}:{HIGHEST_REVISION}"
            for step in router.flow.steps
            for choice in [value for value, _label in step.choices] or [""]
        ]
    assert [token for token in tokens if len(token.encode()) > TOKEN_BYTES] == []
    assert [token for token in tokens if token.count(":") > 3] == []


# Shared with the school's scripts and habits: these words do not change without the page that fixes them.
WORDS_ON_BUTTONS = {
    "issues": {"接单", "转派", "挂起", "已解决", "合并", "好了", "没好"},
    "projects": {"同意", "驳回", "退回", "补充材料", "转交", "撤回"},
    "questions": {"起草释义", "退回", "不予解释", "同意", "修改", "反对"},
}


@pytest.mark.parametrize("name", WORDS_ON_BUTTONS)
def test_the_agreed_words_are_on_the_buttons(name: str) -> None:
    flow = next(router.flow for router in FEATURES if router.flow and router.flow.name == name)
    labels = {step.label.zh for step in flow.steps if step.by is not the_clock and step.button}
    labels |= {label.zh for step in flow.steps for _value, label in step.choices}
    assert WORDS_ON_BUTTONS[name] - labels == set()


def test_the_agreed_words_of_drafts_and_answers_are_there() -> None:
    words = {text.zh for _name, text in all_texts("handlers")}
    assert {"提交", "修改", "取消", "看原文", "有用", "没用", "请领导小组解释"} - words == set()


def test_the_first_contact_offers_the_agreed_words() -> None:
    offered = [say(button.label, "zh") for button in suggestions("report", "policy", "tasks", "help")]
    assert offered == ["报修", "问制度", "我的待办", "帮助"]


# --- all texts ----------------------------------------------------------------------------------------------


@cache
def text_modules(package: str) -> tuple[str, ...]:
    """Every `texts.py` of a room."""
    names = (path.relative_to(ROOT) for path in sorted((ROOT / package).rglob("texts.py")))
    return tuple(".".join(name.with_suffix("").parts) for name in names)


def all_texts(*packages: str) -> Iterator[tuple[str, Text]]:
    """(where, text) for every sentence in every `texts.py`, those inside tables included."""
    for package in packages:
        for module in text_modules(package):
            for name, value in vars(importlib.import_module(module)).items():
                yield from ((f"{module}.{name}", text) for text in _inside(value))


def _inside(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _inside(part)
    elif isinstance(value, list | tuple):
        if len(value) == 2 and all(isinstance(part, str) for part in value):
            yield Text(value[0], value[1])  # the charter's folder knows no `Text` and keeps pairs
        else:
            for part in value:
                yield from _inside(part)


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_placeholders() -> None:
    texts = list(all_texts("bot", "jobs", "handlers", "knowledge"))
    assert len(texts) > 100
    assert [(where, text) for where, text in texts if placeholders(text.zh) != placeholders(text.en)] == []


def test_no_sentence_is_left_out_in_either_language() -> None:
    assert [where for where, text in all_texts("bot", "jobs", "handlers") if bool(text.zh) != bool(text.en)] == []


def test_chinese_comes_first_and_english_second() -> None:
    def is_chinese(sentence: str) -> bool:
        return any("一" <= character <= "鿿" for character in sentence)

    texts = list(all_texts("bot", "jobs", "handlers", "knowledge"))
    swapped = [where for where, text in texts if is_chinese(text.en.split("“")[0]) and not is_chinese(text.zh)]
    assert swapped == []


def test_every_feature_folder_is_in_the_list() -> None:
    """A folder that is not listed does nothing, and nobody would notice."""
    tree = ast.parse((ROOT / FEATURE_LIST).read_text("utf-8"))
    named = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert FEATURE_FOLDERS - named == set()
