"""The program `lnrs-web`: the site's own commands, such as `lnrs-web migrate` and `lnrs-web import_edition FOLDER`."""

import os
import sys
from importlib import import_module


def main() -> None:
    """Give a command to Django. Settings that cannot be, and a database that does not answer, are told in a line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lnrs_web.config.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, OperationalError, ProgrammingError

    from lnrs_web.config.logs import told_when_it_ends

    sys.excepthook = told_when_it_ends
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except (ValueError, OSError) as error:
        sys.exit(f"The site cannot be set up: {error}")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        tells = isinstance(error, OperationalError | ProgrammingError)  # others hold values: `Key (email)=(...)`
        reason = str(error).strip() if tells else type(error).__name__
        sys.exit(
            f"The database does not do what is asked of it: {reason}\n"
            "`lnrs-web migrate` makes the tables of a new site; LNRS_DATABASE says where the database is."
        )


if __name__ == "__main__":
    main()
