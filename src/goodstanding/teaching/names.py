"""Invented trade names in several scripts. No name is a person's; some sole traders' only look like one, on purpose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

FRONT: Final = (
    "Alder", "Brine", "Cobalt", "Dapple", "Ember", "Fathom", "Gable", "Hollow", "Inlet", "Juniper", "Kettle",
    "Lantern", "Mossy", "Nettle", "Ochre", "Pebble", "Quarry", "Ripple", "Saddle", "Tallow", "Umber", "Vale",
    "Willow", "Yarrow", "Zephyr",
)  # fmt: skip
MIDDLE: Final = (
    "bank", "brook", "field", "ford", "gate", "hill", "lake", "mere", "mill", "moor", "port", "ridge", "side",
    "stone", "ton", "wick", "wood", "worth",
)  # fmt: skip
TRADE: Final = (
    "Works", "Foods", "Mills", "Traders", "Builders", "Textiles", "Foundry", "Chemicals", "Logistics", "Bakery",
    "Timber", "Glass", "Paper", "Dairy", "Motors", "Instruments",
)  # fmt: skip
HAN_FRONT: Final = ("青山", "白石", "云溪", "松岭", "海湾", "金谷", "银杏", "竹园", "南桥", "北渡", "东升", "西林")
HAN_TRADE: Final = ("制造", "食品", "建材", "纺织", "化工", "物流", "玻璃", "造纸", "木业", "机械", "乳业", "仪器")
CYRILLIC_FRONT: Final = ("Берёзовый", "Камень", "Заря", "Родник", "Маяк", "Луг", "Ветер", "Озеро")
CYRILLIC_TRADE: Final = ("Завод", "Торг", "Строй", "Текстиль", "Хлеб", "Лес", "Стекло", "Мебель")
ARABIC_FRONT: Final = ("النخيل", "الينبوع", "المنارة", "الوادي", "الصخرة", "البحيرة", "الشروق", "الساحل")
ARABIC_TRADE: Final = ("للتجارة", "للصناعة", "للأغذية", "للبناء", "للنقل", "للزجاج", "للورق", "للأخشاب")

FORMS: Final = {
    "limited-company": (" Ltd", "有限公司"),
    "partnership": (" & Partners", "合伙企业"),
    "sole-trader": ("", "商行"),
    "cooperative": (" Cooperative", "合作社"),
    "association": (" Association", "协会"),
    "foundation": (" Foundation", "基金会"),
    "union": (" Workers' Union", "工会"),
    "religious-body": (" Chapel", "教堂"),
    "newspaper-publisher": (" Courier", "报社"),
    "ministry": (" Office", "署"),
}


def latin(draw: Callable[[], float], kind: str) -> str:
    """Answer a Latin name for an organisation of the type `kind`."""
    front = f"{_of(FRONT, draw)}{_of(MIDDLE, draw)}"
    if kind == "sole-trader" and draw() < 0.05:  # noqa: PLR2004  one in twenty, for the person screen to find
        return f"{front} and others"
    trade = f" {_of(TRADE, draw)}" if kind in ("limited-company", "partnership", "sole-trader", "cooperative") else ""
    return f"{front}{trade}{FORMS[kind][0]}"


def han(draw: Callable[[], float], kind: str) -> str:
    """Answer a Chinese name."""
    trade = _of(HAN_TRADE, draw) if kind in ("limited-company", "partnership", "sole-trader", "cooperative") else ""
    return f"{_of(HAN_FRONT, draw)}{_of(HAN_FRONT, draw)}{trade}{FORMS[kind][1]}"


def cyrillic(draw: Callable[[], float]) -> str:
    """Answer a Cyrillic name."""
    return f"{_of(CYRILLIC_FRONT, draw)} {_of(CYRILLIC_TRADE, draw)}"


def arabic(draw: Callable[[], float]) -> str:
    """Answer an Arabic name."""
    return f"{_of(ARABIC_FRONT, draw)} {_of(ARABIC_TRADE, draw)}"


def _of(words: Sequence[str], draw: Callable[[], float]) -> str:
    return words[int(draw() * len(words))]
