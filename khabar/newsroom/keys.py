"""The names by which the outbox knows what readers see of the newsroom.

A thing is named by what it is and its id. A list has a name of its own, which it has also while it
is empty. Queries say what they used (``outbox.collecting.uses``); whatever changes what readers see
records the same names in its transaction (``newsroom.changes``). A thing that shows in two ways
has two names, so that a change in one touches nobody who shows the other.
"""


def article_page(pk: int) -> str:
    """What an article's own page shows of it: everything but what no reader sees."""
    return f"article:{pk}"


def article_card(pk: int) -> str:
    """What lists show of an article: headline, lede, address, time, photo, marks, byline."""
    return f"article:{pk}:card"


def article_lists(pk: int) -> str:
    """Which lists an article stands in, told where nothing else of it changed."""
    return f"article:{pk}:lists"


def number(value: int) -> str:
    """What an article's public number leads to: the article, 410, or nothing."""
    return f"number:{value}"


def listed(list_key: str) -> str:
    """Which articles stand in a list, in which order (``publication.list_key``)."""
    return f"list:{list_key}"


def section(pk: int) -> str:
    """A section's name, address and description."""
    return f"section:{pk}"


def story(pk: int) -> str:
    """A story's title, address, photo, summary, state and note."""
    return f"story:{pk}"


def pins(story_pk: int) -> str:
    """Which items stand first in a story."""
    return f"story:{story_pk}:pins"


def author(pk: int) -> str:
    """An author's name, address, title, portrait and protection."""
    return f"author:{pk}"


def source(pk: int) -> str:
    """A source's names, in all languages, and its address."""
    return f"source:{pk}"


def topic(pk: int) -> str:
    """A topic's name, address and description."""
    return f"topic:{pk}"


def photo(pk: int) -> str:
    """A photo: its renditions, caption, credit, labels, marks and rights."""
    return f"photo:{pk}"


def photo_files(pk: int) -> str:
    """Files of a photo's renditions that are gone from the storage: nothing is rendered of them."""
    return f"photo-files:{pk}"


def document(pk: int) -> str:
    """A document's title and file."""
    return f"document:{pk}"


def text(pk: int) -> str:
    """A page that is neither article nor list: a standing text, the front page's own fields."""
    return f"page:{pk}"


def edition(locale_id: int) -> str:
    """An edition's settings, its site's address, and which standing pages it names."""
    return f"edition:{locale_id}"


def is_edition(key: str) -> bool:
    """Whether this is the name of an edition's settings."""
    return key.startswith("edition:")


def channels(locale_id: int) -> str:
    """Where readers follow an edition."""
    return f"channels:{locale_id}"


def menu(locale_id: int) -> str:
    """Which sections the menu and the front page's blocks show, in which order."""
    return f"menu:{locale_id}"


def stories(locale_id: int) -> str:
    """Which stories readers see, in which state and order."""
    return f"stories:{locale_id}"


def front(locale_id: int) -> str:
    """What is placed on the front page: layout, places, their headlines and photos."""
    return f"front:{locale_id}"


def urgent(locale_id: int) -> str:
    """Which articles are marked urgent."""
    return f"urgent:{locale_id}"


def most_read(locale_id: int) -> str:
    """Which articles the list of most read ones shows, in which order."""
    return f"most-read:{locale_id}"


def related(pk: int) -> str:
    """Which articles were found to be about the same as this one, in which order."""
    return f"related:{pk}"


def broadcast(locale_id: int) -> str:
    """The live broadcast and its programme."""
    return f"broadcast:{locale_id}"


def ticker(locale_id: int) -> str:
    """Which urgent lines editors wrote, in which order."""
    return f"ticker:{locale_id}"


def coverage(pk: int) -> str:
    """What a live coverage says of itself: title, lede, photo, state, summary, order, address."""
    return f"coverage:{pk}"


def coverages(locale_id: int) -> str:
    """Which live coverages readers are led to, from which sections and stories."""
    return f"coverages:{locale_id}"


def posts(coverage_pk: int) -> str:
    """Which posts of a coverage readers have, in which order, which are pinned and key events."""
    return f"coverage:{coverage_pk}:posts"


def posts_page(coverage_pk: int, page: int) -> str:
    """Which posts stand on one page of a coverage, and its neighbours."""
    return f"coverage:{coverage_pk}:page:{page}"


def post(pk: int) -> str:
    """What a post of a live coverage shows."""
    return f"post:{pk}"


def post_id(key: str) -> int | None:
    """The post that a key names, if it names one."""
    kind, _colon, number = key.partition(":")
    return int(number) if kind == "post" and number.isdecimal() else None


def is_part(key: str) -> bool:
    """Whether this is the name of a thing that pages show among others, with no page of its own.

    Where it is closed, the pages that showed it go on without it.
    """
    return key.startswith("post:")


def corrections(locale_id: int) -> str:
    """The list of corrections."""
    return f"corrections:{locale_id}"


def translations(page_pk: int) -> str:
    """In which other languages a page is found, and where."""
    return f"page:{page_pk}:translations"


def routes(locale_id: int) -> str:
    """What addresses lead to that are no article's: pages, people, topics, redirects."""
    return f"routes:{locale_id}"


def itself(page_pk: int) -> str:
    """A page other than an article, at its own address: what closes when it leaves readers.

    Nothing that only mentions the page has this name.
    """
    return f"page:{page_pk}:itself"


def is_itself(key: str) -> bool:
    """Whether this is the name of a page at its own address."""
    return key.startswith("page:") and key.endswith(":itself")


def build(stamp: str) -> str:
    """What a build makes of everything: all pages, told for those who keep them in front."""
    return f"build:{stamp}"


def is_build(key: str) -> bool:
    """Whether this is the name of a build."""
    return key.startswith("build:")


def photo_id(key: str) -> int | None:
    """The photo that a key names, itself or its files, if it names one."""
    kind, _colon, number = key.partition(":")
    return int(number) if kind in {"photo", "photo-files"} and number.isdecimal() else None
