"""Catalogue editions: a pack enters the ledger whole, so that a record is read under the law it was filed by."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from goodstanding.core.entries.kinds import Content, Text

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class EditionPublished(Content, frozen=True):
    """A pack's files by path, with the edition's hash over them; proposed by one person and approved by another."""

    pack: Text
    version: Text
    sha256: Sha256
    # The edition of the pack it extends, published before.
    extends: Sha256 | None
    files: dict[Text, str]
    proposed_by: Text
    approved_by: Text

    def __post_init__(self) -> None:
        # G4: what may be filed about others is not one person's word.
        if self.proposed_by == self.approved_by:
            raise ValueError("an edition is proposed by one person and approved by another")
        names = "".join(self.files)
        if not names.isascii():
            raise ValueError("files: names use ASCII characters")
