"""The seal: every entry's leaf hash and a signed checkpoint over them, kept in files outside the database.

Whoever owns the database can rewrite its rows; not these files, nor the signature. Leaf hashes are written before
the transaction that appends their entries commits, the checkpoint after it. So an entry that is in the database
but not here was not written by the sequencer.
"""

from __future__ import annotations

import fcntl
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goodstanding.core import merkle, note

LEAF: Final = merkle.HASH_BYTES
SIGN_SECONDS: Final = 1.0


class SealHeld(RuntimeError):
    """Another process holds the seal, running or standing still; it has to end before this one may write."""


class SealBroken(RuntimeError):
    """Database and seal contradict each other, or the seal itself was altered; the message says what to do."""


def durably(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a whole file so that after a crash it holds either its old content or the new."""
    part = path.with_name(f".{path.name}.part")
    with open(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@dataclass
class Seal:
    """An installation's seal, in `folder`: `leaves`, `checkpoint`, `edge` (the tree's right edge), `verifier`."""

    folder: Path
    origin: str
    key: Ed25519PrivateKey
    lock: IO[bytes]
    tree: merkle.Tree = field(default_factory=merkle.Tree)
    _signed_at: float = -SIGN_SECONDS

    @classmethod
    def open(cls, *, folder: Path, key_file: Path, origin: str) -> Seal:
        """Answer the seal of `folder`, made when there is none; nobody else can open it until it is closed.

        The lead in the database ends with its server; a leader that stood still meanwhile does not know. The lock on
        the file keeps a second one from writing until that process has ended.
        Raises SealHeld when another process has it, SealBroken when its parts contradict each other.
        """
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            lock.close()
            raise SealHeld("another process writes this seal; if it stands still, end it") from held
        try:
            return cls._open(folder=folder, key_file=key_file, origin=origin, lock=lock)
        except BaseException:
            lock.close()
            raise

    @classmethod
    def _open(cls, *, folder: Path, key_file: Path, origin: str, lock: IO[bytes]) -> Seal:
        if not key_file.exists():
            if (folder / "checkpoint").exists():
                raise SealBroken(f"the signing key {key_file.name} is gone; restore it, or retire this log and say so")
            key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            durably(key_file, Ed25519PrivateKey.generate().private_bytes_raw(), mode=0o600)
        key = Ed25519PrivateKey.from_private_bytes(key_file.read_bytes())
        seal = cls(folder=folder, origin=origin, key=key, lock=lock)
        verifier = note.verifier_key(name=origin, public_key=key.public_key().public_bytes_raw())
        if not (folder / "verifier").exists():
            durably(folder / "verifier", f"{verifier}\n".encode())
        (folder / "leaves").touch()
        seal._load_tree()
        return seal

    def close(self) -> None:
        """Let another process have the seal."""
        self.lock.close()

    def _load_tree(self) -> None:
        checkpoint = read_checkpoint(self.folder)
        if checkpoint is None:
            return
        self.tree = self._edge(most=checkpoint.size)
        self.tree.extend(self.leaves(self.tree.size, checkpoint.size))
        if self.tree.root() != checkpoint.root:
            # The edge only saves hashing everything at every start; when in doubt, hash everything.
            self.tree = merkle.Tree()
            self.tree.extend(self.leaves(0, checkpoint.size))
        if self.tree.root() != checkpoint.root:
            raise SealBroken("the leaf hashes do not fit the signed checkpoint; run: goodstanding ledger verify")

    def _edge(self, *, most: int) -> merkle.Tree:
        try:
            size, edge = int((stored := (self.folder / "edge").read_bytes())[:8].hex(), 16), merkle.split(stored[8:])
        except (OSError, ValueError):
            return merkle.Tree()
        fits = size <= most and len(edge) == size.bit_count()
        return merkle.Tree(size=size, edge=edge) if fits else merkle.Tree()

    @property
    def written(self) -> int:
        """How many whole leaf hashes the file holds, committed or not."""
        return (self.folder / "leaves").stat().st_size // LEAF

    def leaves(self, start: int, end: int) -> list[bytes]:
        """Answer the leaf hashes of entries start + 1 to end."""
        with (self.folder / "leaves").open("rb") as file:
            file.seek(start * LEAF)
            return merkle.split(file.read((end - start) * LEAF))

    def write(self, leaves: bytes, *, after: int) -> None:
        """Write the leaf hashes of the entries that follow entry `after`, before their transaction commits."""
        with (self.folder / "leaves").open("r+b") as file:
            file.truncate(after * LEAF)  # what an aborted transaction left behind
            file.seek(after * LEAF)
            file.write(leaves)
            file.flush()
            os.fsync(file.fileno())

    def sign_in_time(self, size: int) -> None:
        """Sign, unless that was done within the last second: under load one checkpoint covers many steps.

        Until then the leaf hashes alone, which are written before every commit, already name what is changed.
        """
        if time.monotonic() - self._signed_at > SIGN_SECONDS:
            self.sign(size)

    def sign(self, size: int) -> None:
        """Extend the tree to `size` entries, all committed, and publish the signed checkpoint."""
        if size == self.tree.size:
            return
        self._signed_at = time.monotonic()
        self.tree.extend(self.leaves(self.tree.size, size))
        checkpoint = note.Checkpoint(origin=self.origin, size=size, root=self.tree.root())
        durably(self.folder / "checkpoint", note.sign(text=checkpoint.text(), name=self.origin, key=self.key).encode())
        part = self.folder / ".edge.part"
        part.write_bytes(size.to_bytes(8) + b"".join(self.tree.edge))
        part.replace(self.folder / "edge")

    def recover(self, *, head: int) -> None:
        """Bring the seal to the database's `head` after a crash. Raises SealBroken when no crash explains the gap."""
        if head < self.tree.size:
            raise SealBroken(
                f"the database ends at entry {head}, the signed checkpoint holds {self.tree.size}: entries were "
                "removed, or an older backup was restored. Restore the newer one; nothing can be appended to this one"
            )
        if head > self.written:
            raise SealBroken(
                f"entries {self.written + 1} to {head} were not written by the sequencer. "
                "Run: goodstanding ledger verify; nothing is appended until the database is restored"
            )
        self.sign(head)


def read_checkpoint(folder: Path) -> note.Checkpoint | None:
    """Answer the folder's checkpoint once its signature holds, None where nothing is sealed yet.

    Raises SealBroken when the note does not verify under the folder's own `verifier` key.
    """
    path = folder / "checkpoint"
    if not path.exists():
        return None
    try:
        text = note.open_note(path.read_text("utf-8"), verifier=(folder / "verifier").read_text("utf-8"))
        return note.read_checkpoint(text)
    except (note.NotVerified, OSError, UnicodeDecodeError) as error:
        raise SealBroken(f"the checkpoint does not verify: {error}") from error
