"""docs/reference/settings.md, written from the table itself."""

from khabar.conf.environment import variables

HEAD = """\
# Settings

Written by `khabar settings` from `khabar/conf/environment.py`; `make check` compares. Everything is
read from the environment when a command starts. A value that cannot be used stops the command with
the variable's name and the remedy, and so does a `KHABAR_` variable that does not exist.

| variable | type | unset | what it does |
| --- | --- | --- | --- |
"""


def markdown() -> str:
    rows = []
    for item in variables():
        default = item.shown_default or (f"`{item.default}`" if item.default else "")
        name = f"`{item.name}`" + (f" (or `{item.also}`)" if item.also else "")
        rows.append(f"| {name} | {item.kind} | {default} | {item.help} |\n")
    return HEAD + "".join(rows)
