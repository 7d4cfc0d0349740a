"""The teaching generator: the same bytes for a seed, the shape it promises, and the faults it makes on purpose."""

from __future__ import annotations

import csv
import hashlib
import json
import tracemalloc
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from goodstanding.cli.main import app
from goodstanding.core.catalogue.conduct import OPEN_TO_PROTECTED, may_carry_record
from goodstanding.core.rules.carrying import filing
from goodstanding.core.rules.evaluating import Matter
from goodstanding.packs.shipped import shipped
from goodstanding.teaching import days, filings, generating, mistakes, register
from goodstanding.teaching import rows as formats

SMALL = 1_500
PACK = shipped("exampleland").catalogue


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("generated") / "one"
    return out, generating.generate(organisations=SMALL, seed=7, out=out, processes=1)


@pytest.fixture(scope="module")
def rows(made):
    return list(read_rows(made[0]))


def read_rows(out):
    for department, form in formats.FORMATS.items():
        path = out / f"filings/{department}.{form}"
        if form == "jsonl":
            found = [{key: value or "" for key, value in json.loads(line).items()} for line in lines(path)]
        else:
            with path.open(encoding="utf-8", newline="") as file:
                found = list(csv.DictReader(file, delimiter="," if form == "csv" else "\t"))
        for row in found:
            yield department, row


@pytest.fixture(scope="module")
def right(rows):
    """Answer what was filed first of each record, without the rows that are recognisably wrong."""
    found = {}
    for department, row in rows:
        if row["event"] == "filed" and not recognisably_wrong(department, row):
            found.setdefault(row["document"], (department, row))
    return list(found.values())


@pytest.fixture(scope="module")
def parties(made):
    return {one["id"]: one for one in map(json.loads, lines(made[0] / "register/organisations.jsonl"))}


@pytest.fixture(scope="module")
def successions(tmp_path_factory):
    out = tmp_path_factory.mktemp("many") / "many"
    generating.generate(organisations=4_000, seed=3, out=out, processes=1)
    registered = {one["id"]: one for one in map(json.loads, lines(out / "register/organisations.jsonl"))}
    return out, registered, [json.loads(line) for line in lines(out / "register/successions.jsonl")]


def recognisably_wrong(department, row):
    items = PACK.items
    if row["item"] not in items or department not in items[row["item"]].filed_by or "," in row["fine"]:
        return True
    return "/" in row["decided_on"] or row["decided_on"] > row["filed_on"]


def lines(path):
    return path.read_text("utf-8").splitlines()


def digests(out):
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.*"))
    }


def test_the_same_seed_gives_the_same_bytes_whatever_the_number_of_processes(made, tmp_path):
    generating.generate(organisations=SMALL, seed=7, out=tmp_path / "two", processes=2)
    assert digests(tmp_path / "two") == digests(made[0])


def test_another_seed_gives_other_bytes(made, tmp_path):
    generating.generate(organisations=SMALL, seed=8, out=tmp_path / "other", processes=1)
    same = set(digests(tmp_path / "other").values()) & set(digests(made[0]).values())
    assert same == set()


def test_the_manifest_names_every_file_with_its_hash(made):
    out, manifest = made
    assert manifest["files"] == {name: digest for name, digest in digests(out).items() if name != "manifest.json"}
    assert json.loads((out / "manifest.json").read_text("utf-8")) == manifest
    assert manifest["edition"] == shipped("exampleland").sha256
    assert manifest["rows"] == sum(1 for _ in read_rows(out))


@pytest.mark.parametrize("folder", ["register", "filings"])
def test_the_files_of_seed_7_are_those_of_every_machine(made, folder):
    """Golden. When the generator's bytes change on purpose, raise generating.GENERATOR with them.

    When the pack's do (its calendar, items, terms), a new digest is enough: the manifest names the edition.
    """
    digests = {name: digest for name, digest in made[1]["files"].items() if name.startswith(folder)}
    assert hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest() == GOLDEN[folder]


GOLDEN = {
    "register": "207ba9f0976174b8e678b03bdc9a8e9f0240be597960cbdc1bfe117437e8b8c3",
    "filings": "faae0a1574b072e6f06a633bbde41fadc1eb05d89cc04b3a2de6a3dff6348b6e",
}


def test_memory_does_not_grow_with_the_number_of_organisations(tmp_path):
    peaks = []
    for count in (1_000, 3_000):
        tracemalloc.start()
        generating.generate(organisations=count, seed=7, out=tmp_path / str(count), processes=1)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


def test_the_heaviest_party_of_a_hundred_thousand_has_600_records_and_half_have_none():
    degrees = [register.degree(number, of=100_000, seed=1) for number in range(100_000)]
    assert max(degrees) >= 600
    assert 0.45 < sum(degree == 0 for degree in degrees) / len(degrees) < 0.55
    assert 200_000 < sum(degrees) < 400_000


def test_every_item_is_filed_by_the_department_the_pack_assigns_it_to(rows):
    """All but the error-prone department's mistakes, which are filed under its own name."""
    items = PACK.items
    for department, row in rows:
        if row["item"] not in items or department not in items[row["item"]].filed_by:
            assert department == filings.ERROR_PRONE
            assert row["item"] == mistakes.ANOTHERS_ITEM or "_" in row["item"]
    assert {row["item"] for _, row in rows} >= {name for name, _, _ in filings.WEIGHTS}


def test_ten_conduct_classes_are_filed(rows):
    items = PACK.items
    assert len({items[row["item"]].conduct_class for _, row in rows if row["item"] in items}) >= 10


def test_a_protected_organisation_carries_filing_tax_wage_and_safety_items_only(parties, rows):
    items = PACK.items
    kinds = PACK.organisation_types
    assert {one["protected_class"] for one in parties.values()} >= {"none", "unknown", "union", "religious", "media"}
    for department, row in rows:
        party = parties[row["party"]]
        if row["item"] in items and department in items[row["item"]].filed_by:
            assert may_carry_record(
                organisation_type=kinds[party["organisation_type"]].kind,
                protected_class=party["protected_class"],
                conduct_class=items[row["item"]].conduct_class,
            ), (row, party)
    assert OPEN_TO_PROTECTED


def test_sole_traders_are_yes_no_and_unknown(made):
    found = Counter(json.loads(line)["sole_trader"] for line in lines(made[0] / "register/organisations.jsonl"))
    assert set(found) == {"yes", "no", "unknown"}


def test_every_adverse_row_has_its_end(rows):
    items = PACK.items
    adverse = {name for name, item in items.items() if item.effect == "adverse"}
    for department, row in rows:
        if row["item"].replace("_", "-") in adverse:
            assert date.fromisoformat(row["ends_on"])
            assert recognisably_wrong(department, row) or row["ends_on"] > row["decided_on"], row
            assert row["tier"] in ("minor", "general", "serious")
            assert row["fine"]


def test_tier_showing_and_end_are_what_the_pack_answers_on_the_day_of_filing(right):
    compared = Counter()
    for department, row in right[::3]:
        item = PACK.items[row["item"]]
        if item.effect != "adverse":
            continue
        day = {name: date.fromisoformat(row[name]) for name in ("decided_on", "conduct_on", "filed_on")}
        facts = {
            "record.decided_on": day["decided_on"],
            "record.conduct_on": day["conduct_on"],
            "record.published_on": date.fromisoformat(row["published_on"]) if row["published_on"] else None,
            "record.fine": Decimal(row["fine"]),
            "record.authority": department,
            "penalty.licence-effect": row["licence_effect"],
        }
        answer = filing(PACK, item=item, subject=None, matter=Matter(facts), as_of=day["filed_on"])
        assert answer.may_be_filed == "yes", row
        assert (answer.tier, str(answer.ends_on)) == (row["tier"], row["ends_on"]), row
        assert answer.shown.shown == ("yes" if row["published_on"] else "no"), row
        compared[item.publication, answer.tier, day["decided_on"].year < 2025, answer.shown.shown] += 1
    assert len(compared) > 8


def test_a_record_is_repaired_when_repair_is_open_and_before_its_end(right, rows):
    first = {row["document"]: row for _, row in right}
    repaired = [row for _, row in rows if row["event"] == "repaired" and row["document"] in first]
    assert len(repaired) > 100
    for row in repaired:
        item, day = PACK.items[row["item"]], date.fromisoformat
        assert row["filed_on"] == row["corrected_on"] < row["ends_on"]
        facts = {
            "record.decided_on": day(row["decided_on"]),
            "record.conduct_on": day(row["conduct_on"]),
            "record.published_on": day(row["published_on"]) if row["published_on"] else None,
            "record.fine": Decimal(row["fine"]),
            "penalty.licence-effect": row["licence_effect"],
        }
        filed_on = day(first[row["document"]]["filed_on"])
        shown = filing(PACK, item=item, subject=None, matter=Matter(facts), as_of=filed_on).shown
        assert shown.repair_opens_on <= day(row["filed_on"]), row


def test_the_days_of_a_record_follow_one_another(right, parties):
    for _, row in right:
        born = parties[row["party"]]["registered_on"]
        assert max(born, days.FIRST.isoformat()) <= row["conduct_on"] < row["decided_on"] <= row["filed_on"], row
        assert not row["published_on"] or row["decided_on"] <= row["published_on"] <= row["filed_on"], row


def test_authorities_act_on_working_days_and_not_after_the_last(rows):
    calendar = PACK.calendars["exampleland"]
    for _, row in rows:
        assert calendar.is_working(date.fromisoformat(row["filed_on"])) is True, row
        assert row["filed_on"] <= days.LAST.isoformat()


def test_a_party_is_named_as_it_was_on_the_day_of_the_decision(right, parties):
    older = 0
    for department, row in right:
        fits = [
            one["name"]
            for one in parties[row["party"]]["names"]
            if one["language"] == "en"
            and (one["from"] or "") <= row["decided_on"]
            and row["decided_on"] < (one["until"] or "9999")
        ]
        older += fits != [parties[row["party"]]["names"][0]["name"]]
        assert len(fits) == 1
        misspelt = department == filings.ERROR_PRONE and sorted(row["party_name"]) == sorted(fits[0])
        assert row["party_name"] in fits or misspelt
    assert older > 10


def test_the_late_department_is_late_and_the_others_mostly_are_not(rows):
    def lag(row):
        return (date.fromisoformat(row["filed_on"]) - date.fromisoformat(row["decided_on"])).days

    lags: dict[str, list[int]] = {}
    for department, row in rows:
        if row["event"] == "filed" and row["decided_on"][4] == "-":
            lags.setdefault(department, []).append(lag(row))
    assert min(lags[filings.LATE]) > 11
    for department in set(lags) - {filings.LATE}:
        assert sum(days <= 14 for days in lags[department]) / len(lags[department]) > 0.9


def test_the_error_prone_department_errs_as_often_as_the_manifest_says(made, rows):
    wrong = made[1]["wrong_on_purpose"]
    market = [row for department, row in rows if department == filings.ERROR_PRONE]
    assert wrong["share_of_department"] == round(wrong["rows"] / len(market), 4)
    assert 0.04 < wrong["rows"] / sum(row["event"] == "filed" for row in market) < 0.12
    assert set(wrong["kinds"]) <= set(mistakes.MISTAKES)
    assert len(wrong["kinds"]) >= 5
    seen = {
        "day-written-otherwise": sum("/" in row["decided_on"] for row in market),
        "item-not-in-the-catalogue": sum("_" in row["item"] for row in market),
        "item-of-another-department": sum(row["item"] == mistakes.ANOTHERS_ITEM for row in market),
        "amount-with-commas": sum("," in row["fine"] for row in market),
    }
    assert seen == {kind: wrong["kinds"].get(kind, 0) for kind in seen}
    assert any(row["reason"].startswith("clerical error") for row in market)
    assert not [row for department, row in rows if department != filings.ERROR_PRONE and "/" in row["decided_on"]]


def test_a_misspelt_name_is_another_name():
    assert mistakes.misspelt("Aab", 0.0) == "aAb"
    assert all(mistakes.misspelt("Millmoor Foods Ltd", at / 100) != "Millmoor Foods Ltd" for at in range(100))


def test_corrections_annulments_repairs_and_objections_come_at_the_rates_they_promise(made):
    events = made[1]["counts"]["events"]
    for kind, share in (("corrected", 0.06), ("annulled", 0.03), ("repaired", 0.15), ("objected", 0.04)):
        assert 0.7 * share < events[kind] / events["filed"] < 1.4 * share, kind
    assert 0 < events["objected"] - events["objection-decided"] < 0.1 * events["objected"]


def test_mergers_splits_and_conversions_happen(successions):
    _, registered, found = successions
    assert {line["event"] for line in found} == {"merger", "split", "conversion"}
    for line in found:
        for one in line["predecessors"]:
            assert registered[one]["registered_on"] < line["effective_on"]
        for one in line["successors"]:
            assert registered[one]["registered_on"] == line["effective_on"]


def test_no_succession_runs_through_a_sole_trader_or_a_protected_organisation(successions):
    """G1: no edge between organisations runs through a person. G2: a record passes on to nobody who cannot carry it."""
    _, registered, found = successions
    for line in found:
        for one in line["predecessors"] + line["successors"]:
            assert (registered[one]["sole_trader"], registered[one]["protected_class"]) == ("no", "none")


def test_nothing_is_decided_about_an_organisation_that_has_ended(successions):
    out, _, found = successions
    ended = {one: line["effective_on"] for line in found for one in line["predecessors"]}
    decided = [
        (row["decided_on"], ended[row["party"]])
        for department, row in read_rows(out)
        if row["party"] in ended and not recognisably_wrong(department, row)
    ]
    assert decided
    assert all(day < end for day, end in decided)


def test_every_law_named_is_in_the_pack_or_said_to_be_unknown(rows, successions):
    sources = PACK.sources
    laws = {row["law"] for _, row in rows}
    laws |= {line["legal_basis"] for line in successions[2]} - {"unknown"}
    laws |= {line["passes_records_basis"] for line in successions[2]} - {None}
    for law in laws:
        source, _, provision = law.partition(" ")
        assert provision in sources[source].provisions, law
    assert not [line for line in successions[2] if line["passes_records"] and not line["passes_records_basis"]]


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(generating.NotGenerated, match="holds other files"):
        generating.generate(organisations=1, seed=1, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_and_another_programs_manifest_are_left_alone(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "mine"}', "utf-8")
    for out in (tmp_path, tmp_path / "manifest.json"):
        with pytest.raises(generating.NotGenerated):
            generating.generate(organisations=1, seed=1, out=out)
    assert (tmp_path / "manifest.json").read_text("utf-8") == '{"name": "mine"}'


def test_an_earlier_generation_is_written_anew(tmp_path):
    first = generating.generate(organisations=3, seed=1, out=tmp_path / "x", processes=1)
    assert generating.generate(organisations=3, seed=1, out=tmp_path / "x", processes=1) == first


@pytest.mark.parametrize("count", [0, -1, register.MOST + 1])
def test_a_number_nobody_can_mean_is_refused(tmp_path, count):
    with pytest.raises(generating.NotGenerated, match="organisations"):
        generating.generate(organisations=count, seed=1, out=tmp_path / "x")


def test_one_organisation_is_enough(tmp_path):
    manifest = generating.generate(organisations=1, seed=1, out=tmp_path / "x")
    assert manifest["organisations"] == 1


def test_the_command_answers_with_the_manifest_and_nothing_else(tmp_path):
    command = ["generate", "exampleland", "--organisations", "40", "--out", str(tmp_path / "x")]
    done = CliRunner().invoke(app, [*command, "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout) == json.loads((tmp_path / "x/manifest.json").read_text("utf-8"))
    assert "rows wrong on purpose" in CliRunner().invoke(app, command).stdout
    refused = CliRunner().invoke(app, ["generate", "utopia", *command[2:]])
    assert isinstance(refused.exception, generating.NotGenerated)
