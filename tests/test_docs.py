"""What the documents say is what the code says."""

from pathlib import Path

from handlers.features import FEATURES, drawings

DOCS = Path(__file__).parent.parent / "docs"


def test_the_drawn_workflows_are_those_of_the_tables() -> None:
    drawn = (DOCS / "workflows.md").read_text(encoding="utf-8").strip()
    assert drawn == drawings(), "run: make fix"


def test_the_glossary_ties_the_letters_of_every_id_to_both_languages() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    assert [router.prefix for router in FEATURES if router.prefix and f"(`{router.prefix}-`)" not in glossary] == []


def test_no_document_links_to_a_file_that_is_not_there() -> None:
    import re

    root = DOCS.parent
    missing = [
        f"{page.relative_to(root)} → {target}"
        for page in [*root.glob("*.md"), *DOCS.rglob("*.md")]
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []
