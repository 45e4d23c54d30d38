"""What the documents say is what the code says."""

from pathlib import Path

from handlers.features import drawings

DOCS = Path(__file__).parent.parent / "docs"


def test_the_drawn_workflows_are_those_of_the_tables() -> None:
    drawn = (DOCS / "workflows.md").read_text(encoding="utf-8").strip()
    assert drawn == drawings(), "run: make fix"


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
