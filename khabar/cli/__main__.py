"""The `khabar` command: Django's own commands and ours, with the environment checked first."""

import os
import sys

from django.core.management import execute_from_command_line

from khabar.conf.environment import EnvironmentProblem

#: What shells say of a command that Ctrl-C ended: 128 and the signal's number.
INTERRUPTED = 130


def main() -> None:
    """Run one command; `staff-password` and `staff_password` are the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khabar.conf.settings")
    argv = ["khabar", *sys.argv[1:]]
    if len(argv) > 1 and not argv[1].startswith("-"):
        argv[1] = argv[1].replace("-", "_")
    try:
        execute_from_command_line(argv)
    except EnvironmentProblem as problem:
        lines = ["Khabar cannot start with this environment:", *problem.problems]
        sys.stderr.write("\n  ".join(lines) + "\n")
        sys.exit(2)
    except KeyboardInterrupt:
        # A transaction that was open is undone.
        sys.stderr.write("\nStopped before it was done. Run it again: it goes on from there.\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
