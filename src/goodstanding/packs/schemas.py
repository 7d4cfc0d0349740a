"""JSON Schemas of a pack's files, for editors: what the models say, file by file."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from goodstanding.core.catalogue.cases import Case
from goodstanding.core.catalogue.pack import Manifest
from goodstanding.packs.reading import KINDS, TOP_KEY


def schemas() -> dict[str, dict[str, Any]]:
    """Answer a JSON Schema (draft 2020-12) for pack.yaml (`pack`) and for the files of each folder."""
    found: dict[str, dict[str, Any]] = {"pack": _schema(Manifest, title="pack.yaml")}
    models: dict[str, Any] = {folder: model for folder, (_, _, model) in KINDS.items()} | {"tests": Case}
    for folder, model in models.items():
        entry = _schema(model, title=f"one entry of {folder}/")
        definitions = entry.pop("$defs", {})
        found[folder] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"{folder}/*.yaml",
            "type": "object",
            "additionalProperties": False,
            "required": [TOP_KEY[folder]],
            "properties": {TOP_KEY[folder]: {"type": "array", "items": entry}},
            "$defs": definitions,
        }
    return found


def _schema(model: Any, *, title: str) -> dict[str, Any]:
    return {**TypeAdapter(model).json_schema(by_alias=True), "title": title}
