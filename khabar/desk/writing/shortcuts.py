"""The keys of the desk. Other parts of the desk add theirs with `register_shortcut`.

Keys are named by their place on the keyboard (`KeyboardEvent.code`), so that they are the same keys
under an Arabic, a French and an English layout.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What is printed on a key of the Arabic keyboard beside its Latin letter.
ARABIC_KEYS = {
    **dict(zip("QWERTYUIOP", "ضصثقفغعهخح", strict=True)),
    **dict(zip("ASDFGHJKL", "شسيبلاتنم", strict=True)),
    **dict(zip("ZXCVBNM", ("ئ", "ء", "ؤ", "ر", "لا", "ى", "ة"), strict=True)),
    "Slash": "ظ",
    "Comma": "و",
    "Period": "ز",
}
_SIGNS = {"Slash": "/", "Comma": ",", "Period": ".", "Enter": "Enter"}
_MODIFIERS = {"Mod": ("Ctrl", "⌘"), "Ctrl": ("Ctrl", "^"), "Alt": ("Alt", "⌥")}
_MODIFIERS |= {"Shift": ("Shift", "⇧")}

#: Groups in the order in which the dialog shows them.
GROUPS = {
    "write": _("Writing an article"),
    "insert": _("Adding to the body"),
    "go": _("Going to"),
}


@dataclass(frozen=True)
class Shortcut:
    """A key, and where it goes or what it presses.

    `keys` are modifiers and one key joined by «+»: `Ctrl+Alt+KeyU`. `Mod` is ⌘ on a Mac and Ctrl
    elsewhere. One of three says what happens: `url` (the name of an address), `selector` (what is
    clicked; without it on the page the key does nothing), `act` (named in keyboard.js).
    """

    name: str
    keys: str
    label: "StrOrPromise"
    group: str = "go"
    url: str = ""
    selector: str = ""
    act: str = ""
    confirm: "StrOrPromise" = ""

    def target(self) -> dict[str, str] | None:
        """Where it leads, None when there is no such address (yet)."""
        if not self.url:
            return {"selector": self.selector, "act": self.act}
        try:
            return {"url": reverse(self.url)}
        except NoReverseMatch:
            return None

    def shown(self, *, mac: bool) -> str:
        """The keys as they are printed on the keyboard."""
        *modifiers, code = self.keys.split("+")
        key = code.removeprefix("Key")
        legend = _SIGNS.get(key, key)
        if key in ARABIC_KEYS:
            legend = f"{legend} {ARABIC_KEYS[key]}"
        return " + ".join([*(_MODIFIERS[name][mac] for name in modifiers), legend])


_registered: dict[str, Shortcut] = {}


def register_shortcut(name: str, keys: str, label: "StrOrPromise", **rest: Any) -> None:
    """Add a shortcut (see `Shortcut`); registered again, the last one holds.

    Raises ValueError when other keys than its own are taken, naming by what.
    """
    shortcut = Shortcut(name, keys, label, **rest)
    for other in _registered.values():
        if other.keys == keys and other.name != name:
            raise ValueError(f"{keys} is taken by {other.name}: give {name} other keys.")
    if shortcut.group not in GROUPS:
        raise ValueError(f"{shortcut.group} is no group: use one of {', '.join(GROUPS)}.")
    _registered[name] = shortcut


def shortcuts() -> Iterator[tuple[Shortcut, dict[str, str]]]:
    """All that lead somewhere, with their targets."""
    for shortcut in _registered.values():
        target = shortcut.target()
        if target is not None:
            yield shortcut, target


def register_ours() -> None:
    """The keys of writing, and the ways to the screens of the day."""
    footer = "#page-edit-form footer"
    register_shortcut(
        "save",
        "Mod+KeyS",
        _("Save"),
        group="write",
        selector=f'{footer} .action-save, [data-edit-form] [data-w-kbd-key-value="mod+s"],'
        ' form [data-w-kbd-key-value="mod+s"]',
    )
    register_shortcut(
        "preview",
        "Mod+KeyP",
        _("Preview"),
        group="write",
        selector='[data-side-panel-toggle="preview"], [data-w-kbd-key-value="mod+p"]',
    )
    register_shortcut(
        "submit",
        "Ctrl+Alt+KeyS",
        _("Submit for review"),
        group="write",
        selector=f'{footer} [name="action-submit"]',
    )
    register_shortcut(
        "publish",
        "Ctrl+Alt+KeyK",
        _("Publish"),
        group="write",
        selector=f'{footer} [name="action-publish"],'
        f" {footer} [data-workflow-action-name=approve]:not([data-workflow-action-modal-url])",
        confirm=_("Publish the article now? Readers will see it as it stands here."),
    )
    register_shortcut(
        "clean",
        "Ctrl+Alt+KeyJ",
        _("Clean the text"),
        group="write",
        selector="[data-clean-text]",
    )
    register_shortcut(
        "next-field", "Ctrl+Alt+Period", _("Next field"), group="write", act="next-field"
    )
    register_shortcut(
        "previous-field", "Ctrl+Alt+Comma", _("Previous field"), group="write", act="previous-field"
    )
    for block, key, label in (
        ("paragraph", "KeyF", _("Paragraph")),
        ("subhead", "KeyH", _("Subhead")),
        ("photo", "KeyW", _("Photo")),
        ("quote", "KeyR", _("Pull quote")),
    ):
        register_shortcut(
            f"insert-{block}", f"Ctrl+Alt+{key}", label, group="insert", act=f"insert-{block}"
        )
    register_shortcut("home", "Ctrl+Alt+KeyY", _("First screen"), url="wagtailadmin_home")
    register_shortcut("articles", "Ctrl+Alt+KeyO", _("Articles"), url="khabar_desk_articles:list")
    register_shortcut("flash", "Ctrl+Alt+KeyU", _("Flash"), url="khabar_desk_planning:flash")
    register_shortcut("search", "Slash", _("Search"), act="search")
    register_shortcut("help", "Shift+Slash", _("These shortcuts"), act="help")
