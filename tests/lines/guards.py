"""Guards: what holds a rule, named in a line, and how a run of the tests goes without it.

    lint:CHECK                               a check of the linter; removed: it is not made
    type:MODULE.CLASS.FIELD                  a closed field of a model; removed: it takes anything, or nothing
    type:MODULE.CLASS                        what a model checks as a whole; removed: it checks nothing of it
    call:MODULE.FUNCTION returns EXPRESSION  a function; removed: it answers the expression, whatever it is asked
    sql:SCHEMA.TABLE:CONSTRAINT              a constraint or constraint trigger; removed: it is dropped
    sql:SCHEMA.FUNCTION():CONDITION          a condition in a function of the database; removed: `true` stands there

A function named where it is written is replaced wherever it is used; named in a module that imports it, it is replaced
there alone. The expression is read in the module that the function is written in.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Union

import msgspec
from psycopg import Connection, sql
from pydantic import ConfigDict, Field
from pydantic.fields import FieldInfo

from goodstanding.core.catalogue.words import Model
from goodstanding.core.entries import KINDS
from goodstanding.packs.linting import CHECKS


def remove(guard: str) -> None:
    """Take the guard out of this process; one in the database is taken out by `remove_from`."""
    notation, _, named = guard.partition(":")
    match notation:
        case "lint" if named in CHECKS:
            del CHECKS[named]
        case "type":
            _loosen(named)
        case "call":
            _answer(*named.split(" returns "))
        case "sql":
            pass
        case _:
            raise ValueError(f"{guard!r} is no guard of this program")


def remove_from(connection: Connection[Any], guard: str) -> None:
    """Take the guard out of the database, if it is one of the database."""
    notation, _, named = guard.partition(":")
    if notation != "sql":
        return
    place, _, what = named.partition(":")
    if place.endswith("()"):
        _rewrite(connection, place.removesuffix("()"), what)
    else:
        _drop(connection, place, what)


def found(path: str) -> tuple[Any, str]:
    """Answer the module or class that holds what `path` names, and its name there."""
    holder, _, name = path.rpartition(".")
    try:
        return importlib.import_module(holder), name
    except ModuleNotFoundError:
        above, inner = found(holder)
        return getattr(above, inner), name


# --- functions --------------------------------------------------------------------------------------------------


def _answer(path: str, expression: str) -> None:
    holder, name = found(path)
    function = getattr(holder, name)
    code = compile(expression, path, "eval")
    written_in = vars(sys.modules[function.__module__])

    def passes(*_: Any, **__: Any) -> Any:
        return eval(code, written_in)  # noqa: S307  an expression of these files

    for place in _users(holder, name, function):
        setattr(place, name, passes)


def _users(holder: Any, name: str, function: Callable[..., Any]) -> Iterator[Any]:
    yield holder
    if inspect.ismodule(holder) and function.__module__ == holder.__name__:
        for module_name, module in list(sys.modules.items()):
            if module_name.startswith("goodstanding.") and getattr(module, name, None) is function:
                yield module


# --- models -----------------------------------------------------------------------------------------------------


def _loosen(path: str) -> None:
    holder, name = found(path)
    whole = inspect.ismodule(holder)
    model, field = (getattr(holder, name), None) if whole else (holder, name)
    if issubclass(model, Model):
        _loosen_pydantic(model, field)
    else:
        _loosen_content(model, field)


def _loosen_pydantic(model: type[Model], field: str | None) -> None:
    if field is None:
        model.model_config = ConfigDict(**{**model.model_config, "extra": "ignore"})
    else:
        known = model.__pydantic_fields__[field]
        closed = Annotated[known.annotation, Field(), *known.metadata]
        open_ = Annotated[Union[closed, Any], Field(union_mode="left_to_right")]  # noqa: UP007  a union with Any
        model.__pydantic_fields__[field] = FieldInfo.from_annotated_attribute(
            open_, Field(default=None, alias=known.alias)
        )
    for _ in range(4):  # models hold models: as deep as rules hold versions, findings, conditions and what is counted
        for one in _models(Model):
            one.model_rebuild(force=True)


def _models(model: type[Model]) -> Iterator[type[Model]]:
    for below in model.__subclasses__():
        yield below
        yield from _models(below)


def _loosen_content(model: type[msgspec.Struct], field: str | None) -> None:
    """Let the kinds of entry with this content take what it refuses. Content that is built, not read, is as before."""
    for kind in KINDS:
        if issubclass(kind.content, model):
            loose = msgspec.defstruct(
                kind.content.__name__,
                [(field, Any, None)] if field else [],
                bases=(kind.content,),
                namespace={} if field else {"__post_init__": lambda _: None},
                frozen=True,
                kw_only=True,
                forbid_unknown_fields=True,
            )
            object.__setattr__(kind, "content", loose)
            vars(kind).pop("_decoder", None)


# --- the database -----------------------------------------------------------------------------------------------


def _drop(connection: Connection[Any], table: str, constraint: str) -> None:
    row = connection.execute(
        "select contype from pg_constraint where conrelid = %s::regclass and conname = %s", (table, constraint)
    ).fetchone()
    assert row, f"{table} has no constraint {constraint}"
    of_trigger = row[0] in ("t", b"t")
    statement = (
        "drop trigger {constraint} on {table}" if of_trigger else "alter table {table} drop constraint {constraint}"
    )
    names = {"constraint": sql.Identifier(constraint), "table": sql.Identifier(*table.split("."))}
    connection.execute(sql.SQL(statement).format(**names))


def _rewrite(connection: Connection[Any], function: str, condition: str) -> None:
    row = connection.execute("select pg_get_functiondef(%s::regproc)", (function,)).fetchone()
    assert row, f"there is no function {function}"
    # A body that is parsed when it is made comes back in PostgreSQL's own spelling: other spaces, keywords in capitals.
    words = re.compile(r"\s*".join(map(re.escape, re.findall(r"\w+|[^\w\s]", condition))), re.IGNORECASE)
    found = words.findall(row[0])
    assert len(found) == 1, f"{function} has {condition!r} {len(found)} times"
    connection.execute(row[0].replace(found[0], "true"))
