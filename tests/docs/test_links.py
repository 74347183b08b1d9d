"""The documentation names only what exists: links, commands, dependencies, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
IMAGE = re.compile(r"<img [^>]*\bsrc=\"([^\"]+)\"")
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
ASSIGNMENT = re.compile(r"[A-Z_]+=")
#: What a package of the .in files is called: before extras, versions and comments.
PACKAGE = re.compile(r"^([A-Za-z0-9][\w.-]*)", re.MULTILINE)

# Not called "page": that is the browser's.
each_page = pytest.mark.parametrize(
    "document", PAGES, ids=lambda document: str(document.relative_to(ROOT))
)


def links(text: str) -> Iterator[str]:
    """Targets of the links in a page, outside code."""
    prose = INLINE.sub("", FENCE.sub("", text))
    yield from LINK.findall(prose)
    yield from IMAGE.findall(prose)


def anchors(text: str) -> set[str]:
    """What a `#…` of a link may say: headings in lower case, words joined by hyphens."""
    words = (re.sub(r"[^\w\s-]", "", heading).lower() for heading in HEADING.findall(text))
    return {re.sub(r"\s", "-", heading) for heading in words}


def commands(text: str) -> Iterator[list[str]]:
    """The words of each command that a page writes as code, without its settings in front."""
    shell = [code for language, code in FENCE.findall(text) if language in {"sh", "shell", "bash"}]
    lines = [line for code in shell for line in code.splitlines()]
    for line in [*lines, *INLINE.findall(text)]:
        for part in re.split(r"&&|\|", line):
            words = part.partition(" #")[0].split()
            while words and ASSIGNMENT.match(words[0]):
                words = words[1:]
            if len(words) > 1:
                yield [words[0].removeprefix(".venv/bin/"), *words[1:]]


def make_targets() -> set[str]:
    """What the Makefile makes."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([\w./-]+):(?!=)", makefile, re.MULTILINE))


@each_page
def test_each_relative_link_leads_somewhere(document: Path) -> None:
    lost = []
    for target in links(document.read_text(encoding="utf-8")):
        path, _hash, anchor = unquote(target).partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        found = document.parent / path if path else document
        if not found.exists() or (anchor and anchor not in anchors(found.read_text("utf-8"))):
            lost.append(target)
    assert not lost


@each_page
def test_each_command_exists(document: Path) -> None:
    known, targets = set(get_commands()), make_targets()
    unknown = []
    for program, *words in commands(document.read_text(encoding="utf-8")):
        word = next((word for word in words if not ASSIGNMENT.match(word)), "")
        if program == "khabar" and re.match(r"[a-z]", word):
            if word not in {"help", "version"} and word.replace("-", "_") not in known:
                unknown.append(f"khabar {word}")
        elif program == "make" and re.match(r"[.a-z]", word) and word not in targets:
            unknown.append(f"make {word}")
    assert not unknown


@pytest.mark.parametrize("document", DECISIONS, ids=lambda document: document.name)
def test_a_decision_says_why_what_and_what_follows(document: Path) -> None:
    headings = HEADING.findall(document.read_text(encoding="utf-8"))
    assert headings[1:4] == ["Context", "Decision", "Consequences"]


def test_each_decision_and_each_page_is_in_the_index() -> None:
    index = ROOT / "docs/index.md"
    linked = {
        (index.parent / unquote(target).partition("#")[0]).resolve()
        for target in links(index.read_text(encoding="utf-8"))
    }
    pages = set(ROOT.glob("docs/**/*.md")) - {index}
    assert {str(page.relative_to(ROOT)) for page in pages - linked} == set()


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_each_dependency_says_why_it_is_here(name: str) -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in page.splitlines() if row.startswith("| ")]
    said = {package.strip() for row in rows for package in row.split(",")}
    wanted = set(PACKAGE.findall((ROOT / name).read_text(encoding="utf-8")))
    assert wanted - said == set()


def test_no_page_names_a_machine() -> None:
    found = [
        f"{page.relative_to(ROOT)}: {line}"
        for page in PAGES
        for line in page.read_text(encoding="utf-8").splitlines()
        if re.search(r"/(?:home|root|work|Users)/|/tmp/\S|pypi\.", line)
    ]
    assert not found
