"""The program `lnrs-web`: the site's own commands, such as `lnrs-web migrate` and `lnrs-web import_edition FOLDER`."""

import gc
import os
import sys
from argparse import ArgumentParser
from importlib import import_module
from typing import Any


def main() -> None:
    """Give a command to Django. Settings that cannot be, and a database that does not answer, are told in a line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lnrs_web.config.settings")
    gc.disable()  # until all is there: none of what is loaded is ever garbage, and looking through it costs a tenth
    from django.core.management import BaseCommand, ManagementUtility
    from django.db import DatabaseError, OperationalError, ProgrammingError

    from lnrs_web.config.logs import told_when_it_ends

    class OfTheSite(ManagementUtility):
        """Gives a command at once. Django would first look at the code of every page, which `lnrs-web check` does."""

        def fetch_command(self, subcommand: str) -> BaseCommand:
            gc.freeze()
            gc.enable()
            command = super().fetch_command(subcommand)
            made = command.create_parser

            def unchecked(*words: Any, **options: Any) -> ArgumentParser:
                parser = made(*words, **options)
                parser.set_defaults(skip_checks=True)
                return parser

            command.create_parser = unchecked
            return command

    sys.excepthook = told_when_it_ends
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except (ValueError, OSError) as error:
        sys.exit(f"The site cannot be set up: {error}")
    try:
        OfTheSite(sys.argv).execute()
    except DatabaseError as error:
        tells = isinstance(error, OperationalError | ProgrammingError)  # others hold values: `Key (email)=(...)`
        reason = str(error).strip() if tells else type(error).__name__
        sys.exit(
            f"The database does not do what is asked of it: {reason}\n"
            "`lnrs-web migrate` makes the tables of a new site; LNRS_DATABASE says where the database is."
        )


if __name__ == "__main__":
    main()
