"""Entries of a pack as plain data, changed in one place: the rest is shared, nothing is changed in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

Step = str | int | date
Path = tuple[Step, ...]
DAY = timedelta(days=1)


class Change(NamedTuple):
    """One change of one entry: which kind, where, in words, and the entry after it (None: it is gone)."""

    kind: str
    path: Path
    says: str
    after: Any


def at(data: Any, path: Path) -> Any:
    """Answer the part of the data at the path."""
    for step in path:
        data = data[step]
    return data


def put(data: Any, path: Path, value: Any) -> Any:
    """Answer the data with another value at the path (a new one, where a mapping has none there)."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, dict):
        return {**data, step: put(data.get(step), rest, value)}
    return [put(one, rest, value) if place == step else one for place, one in enumerate(data)]


def cut(data: Any, path: Path) -> Any:
    """Answer the data without what stands at the path."""
    around, last = at(data, path[:-1]), path[-1]
    if isinstance(around, dict):
        left: Any = {key: value for key, value in around.items() if key != last}
    else:
        left = [value for place, value in enumerate(around) if place != last]
    return put(data, path[:-1], left)


def sites(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Answer every part of the data with the way to it, the whole first."""
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from sites(value, (*path, key))
    elif isinstance(data, list | tuple):
        for place, value in enumerate(data):
            yield from sites(value, (*path, place))


def where(path: Path) -> str:
    """Answer the path as people write it."""
    return ".".join(str(step) for step in path) or "$"
