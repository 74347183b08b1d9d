"""Puts this clone and its `khabar` command into the environment that runs this script.

What `pip install --editable` would do, without building anything: a fresh machine has no build
tools, and the lock holds wheels alone.
"""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = """\
#!{python}
import sys

from khabar.cli.__main__ import main

sys.exit(main())
"""


def main() -> None:
    Path(sysconfig.get_path("purelib"), "khabar.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = Path(sys.executable).with_name("khabar")
    command.write_text(SCRIPT.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    main()
