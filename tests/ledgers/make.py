"""Write this release's ledger into a new folder: `python -m tests.ledgers.make 0.1.0`. Done once per release."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date

from goodstanding.database import connections
from goodstanding.ledger import outbox
from proofs import harness
from tests.house import BASIS, House
from tests.ledgers import replay


def live(house: House) -> None:
    """One of everything this release can write."""
    one, other, third = (
        house.register(name) for name in ("示例化工股份有限公司", "Other Works Ltd", "Third & Sons Ltd")
    )
    kept = house.record(one, document_number="EEA-1", columns={"文号": "EEA-1", "empty": None})
    annulled = house.record(other, document_number="EEA-2", site_name="Works 2")
    erased = house.record(other, document_number="EEA-3")
    house.settle()
    house.correct(kept, one, document_number="EEA-1a", fine=None)
    house.annul(annulled)
    judgement = house.judge_same(one, other)
    lasting = house.judge_same(other, third)
    house.settle()
    house.withdraw_same(judgement)
    house.succeed(one, third, on=date(2025, 6, 1), passes_records=True)
    house.succeed(other, one, on=date(2025, 1, 1), passes_records=False)
    house.hold(kept)
    house.release(kept)
    house.record(third, document_number="EEA-4", adverse=False, ends_on=None, published_from=None, tier="minor")
    nonsense = outbox.Draft(outbox.new_handle().bytes, "record-filed", 2, b"{}")
    house.file(outbox.Act("eve", "a:b", BASIS, [nonsense]))
    gone = house.register("Gone Ltd")
    house.settle()
    for handle in (erased, gone, lasting):
        house.erase(handle)
    house.settle()


def main() -> None:
    """Live in a private home and keep what was written."""
    folder = replay.HERE / sys.argv[1]
    folder.mkdir()
    with harness.private_home() as home:
        made = home.path / "made"
        made.mkdir()
        house = House(lambda role, **options: connections.connect(role, home=home, **options), made)
        live(house)
        (folder / "entries.jsonl").write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in replay.rows(house.owner)), "utf-8"
        )
        (folder / "answers.json").write_text(
            json.dumps(replay.answers(house.owner), ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8"
        )
        (folder / "key").write_text(bytes(range(32)).hex() + "\n")
        shutil.copytree(made / "seal", folder / "seal", ignore=shutil.ignore_patterns("edge", ".*"))
        house.close()


if __name__ == "__main__":
    main()
