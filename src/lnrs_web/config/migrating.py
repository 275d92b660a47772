"""The tables of an app made in one step, as every app's first migration does.

Django builds the classes of all models that hang together anew after each operation: with Wagtail in the house that is
150 classes for each table, and most of what `lnrs-web migrate` did on a new site. Nothing here needs them in between.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Makes several tables, which may refer to each other in any order. Same tables as by `CreateModel`, one by one."""

    category = OperationCategory.ADDITION
    serialization_expand_args = ("models",)  # Django's own name and kind

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models. The classes are dropped, and built once when they are next asked for."""
        state.__dict__.pop("apps", None)
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the tables."""
        for one in self.models:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop them, the last one first."""
        for one in reversed(self.models):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it makes, in `lnrs-web migrate --plan` and `sqlmigrate`."""
        return f"Create models {', '.join(one.name for one in self.models)}"
