"""The `khabar` command: Django's own commands and ours, with the environment checked first."""

import os
import sys

from django.core.management import execute_from_command_line

from khabar.conf.environment import EnvironmentProblem


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khabar.conf.settings")
    try:
        execute_from_command_line(sys.argv)
    except EnvironmentProblem as problem:
        print("Khabar cannot start with this environment:", file=sys.stderr)
        for line in problem.problems:
            print(f"  {line}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
