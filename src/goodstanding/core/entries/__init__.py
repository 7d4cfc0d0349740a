"""What can be written into the ledger: the closed list of entry kinds, their contents and their versions."""

from goodstanding.core.entries.kinds import Content, InvalidEntry, Kind, Registry
from goodstanding.core.entries.registry import KINDS

__all__ = ["KINDS", "Content", "InvalidEntry", "Kind", "Registry"]
