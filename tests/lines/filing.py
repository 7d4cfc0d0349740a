"""The way in through a file: Exampleland's law with more forms of file, filed into, and what anyone is told of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb
from typer.testing import CliRunner

from goodstanding.access.acting import acting
from goodstanding.cli.main import app
from goodstanding.config import installation
from goodstanding.config.pools import OfficePools
from goodstanding.core.entries.organisation import OrganisationRegistered
from goodstanding.database import connections, roles
from goodstanding.intake.applying import Job, apply
from goodstanding.intake.batches import Batch
from goodstanding.ledger import outbox
from goodstanding.packs.folder import read_folder
from goodstanding.packs.reading import Pack, parse_pack
from goodstanding.register.searching.finding import Found, Identified, by_identifier, find
from tests.conftest import Database
from tests.intake import furnished
from tests.intake.furnished import SOUND, Register
from tests.lines.ways import bent

# Nobody. The family name is one of the law's, and the given one stands in no other text.
OFFICER: Final = "Orla Invented"
OFFICERS_NUMBER: Final = "AB19800101123"
# A day on which what SOUND says is public.
PRESENT: Final = "2025-06-01"
SCHEMAS: Final = ("published", "register", "intake", "ledger", "access")
FOLDER: Final = Path(__file__).parents[2] / "packs/exampleland"

NAMES: Final = {
    "{intake}": "more",
    "text: {en: A department's filings, zh-Hans: 部门报送}": "text: {en: More filings, zh-Hans: 其他报送}",
    "site: {scheme: xx-site, number: site}": "site: {scheme: xx-site, number: site, name: site_name}",
}
PLACES: Final = """
  - intake: places
    text: {en: A register of places, zh-Hans: 场所登记}
    explains: {en: One row is one place., zh-Hans: 一行为一个场所。}
    source: Exampleland (invented)
    premises:
      {authority: environment-agency, scheme: xx-site, number: site, name: site_name, naming: exampleland,
       address: address, municipality: 9}
"""
CHECKED: Final = """
  - scheme: xx-checked
    text: {en: Number with a check digit, zh-Hans: 带校验位的号码}
    identifies: organisation
    check: luhn
    shape:
      - {of: "0123456789", times: 9}
"""


def exampleland() -> Pack:
    """The law of Exampleland with more forms of file.

    `newcomers` may name parties that are new, `checked` tells them by a number with a check digit; both name sites.
    `places` is a register of places.
    """
    files = read_folder(FOLDER)
    form = files["intakes/intakes.yaml"].partition("intakes:\n")[2]
    for old, new in NAMES.items():
        form = form.replace(old, new)
    party = "party: {scheme: xx-reg, number: party, name: party_name, naming: exampleland"
    more = ""
    for name, scheme in (("newcomers", "xx-reg"), ("checked", "xx-checked")):
        new = party.replace("xx-reg", scheme) + ", may_be_new: true"
        more += form.replace("intake: filings", f"intake: {name}").replace(party, new)
    return parse_pack(
        bent(("intakes/intakes.yaml", "", more + PLACES), ("identifiers/schemes.yaml", "", CHECKED), of=files)
    )


@dataclass
class Desk:
    """A register, who files into it, and whoever asks it."""

    register: Register
    database: Database
    pack: Pack

    # --- registering ------------------------------------------------------------------------------------------------

    def enter(self, *drafts: outbox.Draft, authority: str = "registrar") -> None:
        """File entries as that authority's clerk, raw as they are, and settle."""
        under = self.register.clerk(authority)
        asked = {"purpose": "filing", "cls": "organisation", "basis": "test"}
        with acting(self.register.pools, under=under, through="gs_clerk", action="file", **asked) as here:
            act = outbox.Act(under.pseudonym, f"exampleland:{authority}", "test", drafts)
            outbox.append(here.connection, act=act, keys=installation.keys(self.register.home))
        self.register.settle()

    def organisation(self, name: str, *, number: str | None, scheme: str = "xx-reg", **more: Any) -> UUID:
        """Register an organisation: a limited company, unless `more` says otherwise."""
        handle = outbox.new_handle()
        said = {"organisation_type": "market-entity", "sole_trader": "no", "protected_class": "none"} | more
        identifiers = {scheme: number} if number else {}
        content = OrganisationRegistered(name=name, identifiers=identifiers, source="test", **said)
        self.enter(outbox.draft(handle=handle, kind="organisation-registered", content=content))
        return handle

    # --- filing -----------------------------------------------------------------------------------------------------

    def file(self, *rows: dict[str, str], of: str = "filings", authority: str = "environment-agency") -> Batch:
        """Apply a file of these rows and settle."""
        batch = apply(self.job(self.written(*rows), of=of, authority=authority))
        self.register.settle()
        return batch

    def written(self, *rows: dict[str, str]) -> Path:
        """Write a file of rows, each sound but for what is said of it."""
        path = self.register.folder / f"filed-{outbox.new_handle()}.csv"
        whole = [{**SOUND, "site_name": "", "director": "", "address": "", **row} for row in rows]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(column for row in whole for column in row)))
            writer.writeheader()
            writer.writerows(whole)
        return path

    @contextmanager
    def judging(self, *, action: str = "file") -> Iterator[tuple[psycopg.Connection[Any], dict[str, Any]]]:
        """Answer a connection on which the agency's clerk judges, and what a judgement is told."""
        said = {"job": self.job(Path()), "pack": self.pack, "authority": "exampleland:environment-agency"}
        with self.register.filing(action=action) as connection:
            yield connection, said

    def job(self, path: Path, *, of: str = "filings", authority: str = "environment-agency") -> Job:
        return replace(self.register.job(path, authority=authority), mapping=of)

    def run(self, *arguments: str, authority: str = "environment-agency", code: int = 0) -> Any:
        """Run a command as that authority's clerk; answer its document. Raises what the command raises."""
        under = self.register.clerk(authority)
        with self.register.pools.access.connection() as access:
            issued = access.execute(
                "select access.issue_bearer(%s, %s, '{}', 600)", (under.actor, under.appointment)
            ).fetchone()
        env = {"GOODSTANDING_TOKEN": issued[0]}
        result = CliRunner().invoke(app, [*arguments, "--json"], env=env)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    # --- asking -----------------------------------------------------------------------------------------------------

    def held(self) -> dict[str, str]:
        """What is held: reason by document."""
        return dict(self.register.rows("select said ->> 'document', reason from intake.held_row"))

    def held_row(self, document: str) -> UUID:
        (found,) = self.register.rows("select held from intake.held_row where said ->> 'document' = %s", document)
        return found[0]

    def filed(self) -> dict[str, UUID]:
        """The records that stand: party by document."""
        return dict(
            self.register.rows("select document_number, party from register.record_version where known_to is null")
        )

    def public(self) -> dict[str, str]:
        """What anyone is told of records: the party's name by document."""
        return {one["document_number"]: one["party_name"] for one in self.run("records")["records"]}

    @contextmanager
    def roles(self, *roles: str) -> Iterator[list[psycopg.Connection[Any]]]:
        """Answer a connection of each of these roles."""
        with ExitStack() as stack:
            yield [stack.enter_context(self.database.connect(role, autocommit=True)) for role in roles]

    @cached_property
    def anyone(self) -> psycopg.Connection[Any]:
        """A connection of the public role."""
        return self.database.connect("gs_public", autocommit=True)

    def found(self, text: str) -> list[Found]:
        """Whom anyone finds by name."""
        return find(self.anyone, text=text)

    def identified(self, number: str) -> list[Identified]:
        """Whom anyone finds by number."""
        return by_identifier(self.anyone, scheme=None, number=number)

    def told(self, role: str) -> str:
        """Everything that a role of the database may read without a look, as text."""
        tables = self.register.rows(
            "select nspname, relname from pg_class c join pg_namespace n on n.oid = relnamespace"
            " where nspname = any(%s) and relkind in ('r', 'p', 'v', 'm') and has_schema_privilege(%s, n.oid, 'usage')"
            " and has_any_column_privilege(%s, c.oid, 'select') and has_table_privilege(%s, c.oid, 'select')",
            list(SCHEMAS), role, role, role,
        )  # fmt: skip
        with self.database.connect(role, autocommit=True) as connection:
            return "\n".join(
                str(row)
                for schema, table in tables
                for row in connection.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(schema, table)))
            )


@contextmanager
def furnished_desk(server: Any, template: str, folder: Path, *, name: str) -> Iterator[Desk]:
    """A desk over a database of its own."""
    home, pack = server.home, exampleland()
    with psycopg.connect(connections.administrator(home=home), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {roles.OWNER}")
        roles.restrict(connection=admin, database=name)
    database = Database(home=home, name=name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOODSTANDING_HOME", str(home.path))
        patch.setenv("GOODSTANDING_DATABASE", name)
        patch.setattr(furnished, "shipped", lambda _: pack)
        with database.connect("gs_owner", autocommit=True) as owner, OfficePools(home=home, size=1) as pools:
            owner.execute(
                "update register.installation set status = 'demonstration', declared_present = %s, reason = %s",
                (PRESENT, Jsonb({"en": "a test", "zh-Hans": "测试"})),
            )
            desk = Desk(furnished.furnish(home, owner, pools, folder), database, pack)
            yield desk
            desk.anyone.close()
