"""The guards of the rules: each is there to be taken away, and a run without one says what it is without."""

from __future__ import annotations

import pytest

from goodstanding.database import roles
from goodstanding.packs.linting import CHECKS
from tests.lines import guards, mutating

EVERY = [(file, guard) for file in mutating.files() for guard in mutating.guards_of(file)]


@pytest.mark.parametrize("file", mutating.files())
def test_each_file_says_its_rule_first_and_names_its_guards(file):
    module = mutating.module_of(file)
    assert module.__doc__.startswith(f"R{int(file[6:8])}. ")
    assert len(set(module.GUARDS)) == len(module.GUARDS)


@pytest.mark.parametrize("guard", sorted({guard for _, guard in EVERY if not guard.startswith("sql:")}))
def test_each_guard_in_the_program_is_there(guard):
    notation, _, named = guard.partition(":")
    if notation == "lint":
        assert named in CHECKS
        return
    holder, name = guards.found(named.partition(" returns ")[0])
    assert hasattr(holder, name) or name in holder.model_fields


def test_each_guard_in_the_database_can_be_taken_away(database):
    with database.connect(roles.OWNER) as owner:
        for guard in sorted({guard for _, guard in EVERY if guard.startswith("sql:")}):
            with owner.transaction(force_rollback=True):
                guards.remove_from(owner, guard)


@pytest.mark.parametrize("guard", ["", "lint", "view:published.record", "rule:R1"])
def test_what_is_no_guard_is_refused(guard):
    with pytest.raises(ValueError, match="is no guard"):
        guards.remove(guard)
