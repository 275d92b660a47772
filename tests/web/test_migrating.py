"""Tables made in one step are those that `CreateModel` makes one by one, with far fewer classes built on the way."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, migrations, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState

from lnrs_web.config.migrating import CreateModels

CASCADE = models.CASCADE
MANY = 12


def _table(name, *refers_to):
    id_ = ("id", models.BigAutoField(primary_key=True))
    refers = [(one.lower(), models.ForeignKey(f"zoo.{one}", CASCADE, related_name="+")) for one in refers_to]
    once = models.UniqueConstraint(fields=[one.lower() for one in refers_to] or ["id"], name=f"once_{name.lower()}")
    return migrations.CreateModel(name, fields=[id_, *refers], options={"constraints": [once]})


OLD = [_table("Keeper"), *(_table(f"Old{number}", "Keeper") for number in range(MANY))]
NEW = [_table("House", "Cage"), _table("Cage", "Keeper"), _table("Beast", "House", "Cage")]


@pytest.fixture
def apart(django_db_blocker) -> Iterator[DatabaseWrapper]:
    """A database of the test's own, so that nothing of the one that tests share goes."""
    here: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    with django_db_blocker.unblock():
        connections["apart"] = made = DatabaseWrapper(connections["default"].settings_dict | here, "apart")
        yield made
        made.close()
        del connections["apart"]


def _given(apart, operations):
    """What the database was told, and the state that came of it, after the old tables were there."""
    state = ProjectState()
    for one in OLD:
        one.state_forwards("zoo", state)
    assert state.apps
    migration = Migration("0002", "zoo")
    migration.operations = operations
    with apart.schema_editor(collect_sql=True) as editor:
        state = migration.apply(state, editor, collect_sql=True)
    return [line for line in editor.collected_sql if not line.startswith("--")], state


def test_the_database_is_told_the_same_as_one_by_one(apart):
    in_order = [NEW[1], NEW[0], NEW[2]]  # one by one, what is referred to has to be there
    said, state = _given(apart, [CreateModels(in_order)])
    also_said, also = _given(apart, in_order)
    assert len(said) > 3
    assert sorted(said) == sorted(also_said)
    assert state == also


def test_tables_of_one_step_refer_to_each_other_in_any_order_and_go_again(apart):
    def tables():
        return {name for name in apart.introspection.table_names() if name.startswith("zoo_")}

    before = ProjectState()
    for one in OLD:
        one.state_forwards("zoo", before)
    step, after = CreateModels(NEW), before.clone()
    step.state_forwards("zoo", after)
    old = CreateModels(OLD)
    with apart.schema_editor() as editor:
        old.database_forwards("zoo", editor, ProjectState(), before)
    with apart.schema_editor() as editor:
        step.database_forwards("zoo", editor, before, after)
    made = tables()
    with apart.schema_editor() as editor:
        step.database_backwards("zoo", editor, after, before)
        old.database_backwards("zoo", editor, before, ProjectState())
    assert {"zoo_house", "zoo_cage", "zoo_beast", "zoo_keeper"} <= made
    assert tables() == set()


def test_every_class_is_built_once(apart, monkeypatch):
    built, render = [], ModelState.render
    monkeypatch.setattr(ModelState, "render", lambda self, apps: built.append(self.name) or render(self, apps))
    _given(apart, [NEW[1], NEW[0], NEW[2]])
    one_by_one = len(built)
    built.clear()
    _given(apart, [CreateModels(NEW)])
    assert len(built) == len(OLD) + len(OLD) + len(NEW), "the old ones at first, and all of them after the step"
    assert len(built) < one_by_one - MANY


def test_django_can_write_it_down():
    name, positional, named = CreateModels(NEW).deconstruct()
    assert (name, len(positional[0]), named) == ("CreateModels", 3, {})
    assert CreateModels(NEW).describe() == "Create models House, Cage, Beast"
