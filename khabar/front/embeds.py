"""Players of third parties, which a reader's click may put in the place of a link."""

import re
from typing import Final
from urllib.parse import urlsplit

#: Address of the thing, and of its player. The content policy allows frames from these hosts alone.
_PLAYERS: Final = (
    (
        re.compile(
            r"https?://(?:(?:www|m)\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/|embed/)([\w-]{11})(?![\w-])"
        ),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    (
        re.compile(r"https?://youtu\.be/([\w-]{11})(?![\w-])"),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    (
        re.compile(r"https?://(?:www\.)?vimeo\.com/([0-9]{6,12})(?![\w-])"),
        "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
)
FRAME_HOSTS: Final = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")


def player(url: str) -> str:
    """The address of a player for this address, or "" when a plain link is all there is."""
    for pattern, address in _PLAYERS:
        found = pattern.match(url)
        if found:
            return address.format(found[1])
    return ""


def site(url: str) -> str:
    """The host of an address as readers know it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
