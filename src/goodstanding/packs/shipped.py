"""The packs shipped with the program: in the checkout's packs/, or beside the installed modules."""

from __future__ import annotations

from pathlib import Path

from goodstanding.packs.reading import Pack, read_pack

CHECKOUT = Path(__file__).parents[3] / "packs"
INSTALLED = Path(__file__).parent / "shipped"


def shipped(name: str) -> Pack:
    """Answer the shipped pack of that name. Raises OSError or NotAPack when it is not there or does not read."""
    folder = CHECKOUT if (CHECKOUT / name).is_dir() else INSTALLED
    return read_pack(folder / name)
