"""The words in which packs are explained and compared, in the languages of the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from goodstanding.about.texts import is_chinese

PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    "gone": ("{name} is no longer there.", "“{name}”不再存在。"),
    "new": ("{name} is new.", "新增“{name}”。"),
    "changed": ("{name}: {what} is {new}; it was {old}.", "“{name}”：{what} 改为 {new}，原为 {old}。"),
    "figure": (
        "From {day}, {name}: {new}; it was {old} ({basis}).",
        "自{day}起，“{name}”为{new}，原为{old}（{basis}）。",
    ),
    "nothing": ("no figure", "没有数值"),
    "unknown": ("unknown (no source says)", "未知（无资料说明）"),
    "repealed": ("repealed", "已废止"),
    "none": ("nothing", "无"),
    "whom": ("For: {items}. Filed by: {authorities}.", "涉及事项：{items}。归集机关：{authorities}。"),
    "no change": ("Nothing changes.", "没有变化。"),
    "basis": ("Basis", "依据"),
    "in force": ("In force", "施行期间"),
    "from": ("from {start}", "自{start}起"),
    "until": ("from {start} until {end}", "自{start}起，至{end}前"),
    "since": ("since {start}", "自{start}起"),
    "confidence": ("What stands behind it", "依据状况"),
    "checked": ("Last checked", "最近核对"),
    "version": ("Version {span}, chosen by {fact}", "版本：{span}，按{fact}选用"),
    "finding": ("{finding}: {text}", "{finding}：{text}"),
    "when": ("when {text}", "当：{text}"),
    "unless": ("unless {text}", "除非：{text}"),
    "figure now": ("{name}: {figure}", "{name}：{figure}"),
    "otherwise": ("otherwise {finding}", "否则：{finding}"),
    "reaches back": ("reaches earlier conduct where milder ({basis})", "较轻者溯及既往（{basis}）"),
    "review hash": ("A review of it is pinned to {sha256}", "审核应锁定于 {sha256}"),
    "not law": ("This is an interpretation, not the law.", "这是对法律的解释，不是法律本身。"),
}
UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "day": ("days", "日"),
    "working-day": ("working days", "个工作日"),
    "month": ("months", "个月"),
    "year": ("years", "年"),
    "count": ("times", "次"),
    "percent": ("per cent", "%"),
    "permille": ("per mille", "‰"),
}


class Wording:
    """The phrases of one language."""

    def __init__(self, language: str) -> None:
        self._at = 1 if is_chinese(language) else 0
        self.language = "zh-Hans" if self._at else "en"

    def say(self, phrase: str, **filled: Any) -> str:
        """Answer a phrase of the list, filled in."""
        return PHRASES[phrase][self._at].format(**filled)

    def text(self, text: Mapping[str, str]) -> str:
        """Answer a pack's text in this language, else in English, else in whatever it has."""
        return text.get(self.language) or text.get("en") or next(iter(text.values()))

    def name(self, entry: Any) -> str:
        """Answer what an entry is called: its text or title, with its id where it has neither."""
        called = getattr(entry, "text", None) or getattr(entry, "title", None) or getattr(entry, "subject", None)
        if isinstance(called, dict):
            return self.text(called)
        # An entry in force has its days before its id.
        return str(next(value for name, value in vars(entry).items() if name not in ("from_", "until")))

    def figure(self, value: Any, unit: str) -> str:
        """Answer a figure with its unit, or why there is none."""
        if value is None:
            return self.say("nothing")
        if value in ("unknown", "repealed"):
            return self.say(value)
        named = UNITS.get(unit)
        return f"{value:,} {named[self._at]}" if named else f"{value:,} {unit}"

    def value(self, value: Any) -> str:
        """Answer a part of an entry as people read it."""
        if value is None:
            return self.say("none")
        if isinstance(value, dict):
            if self.language in value:
                return str(value[self.language])
            return "; ".join(f"{key} {self.value(one)}" for key, one in value.items() if one not in (None, [], {}))
        if isinstance(value, list):
            return ", ".join(self.value(one) for one in value) or self.say("none")
        return str(value)
