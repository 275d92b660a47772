"""The program `lnrs-web`: the site's own commands, such as `lnrs-web migrate` and `lnrs-web import_edition FOLDER`."""

import os
import sys


def main() -> None:
    """Give a command to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lnrs_web.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
