"""Texts in the two languages of the program, and the strict reader of the files that hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Language = Literal["en", "zh-hans"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class TextsError(ValueError):
    """A file of texts is not complete; the message says where."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Text(Strict):
    """One text in both languages."""

    en: Line
    zh_hans: Line = Field(alias="zh-Hans")

    def in_language(self, language: str) -> str:
        return self.zh_hans if is_chinese(language) else self.en


AnyModel = TypeVar("AnyModel", bound=BaseModel)


def is_chinese(language: str) -> bool:
    """Tell whether a language code asks for the Chinese text; every other code gets the English one."""
    return language.lower().split("-")[0] == "zh"


def language_tag(language: str) -> str:
    """Answer the tag that HTML and Unicode use for a language code of the program."""
    return "zh-Hans" if is_chinese(language) else "en"


def load(*, path: Path, model: type[AnyModel]) -> AnyModel:
    """Answer the file as the model. Raises TextsError naming every place where it does not fit."""
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise TextsError(f"{path.name} is not readable YAML 1.2: {error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        places = (f"  {_place(issue['loc'])}: {_reason(issue['type'], issue['msg'])}" for issue in error.errors())
        raise TextsError("\n".join([f"{path.name} is not complete:", *places])) from error


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in location) or "the file"


def _reason(kind: str, message: str) -> str:
    reasons = {"extra_forbidden": "unknown key", "missing": "missing", "string_too_short": "empty"}
    return reasons.get(kind, message.removeprefix("Value error, "))
