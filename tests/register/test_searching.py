"""Search of names and identifiers: what is found, who is never found, and that the index follows from the names."""

from __future__ import annotations

import random
from itertools import count
from uuid import UUID

import psycopg
import pytest

from goodstanding.core.names import grams
from goodstanding.core.names.folding import folded
from goodstanding.register.searching import finding, indexing

CROWD = ("Alderbank Foods Ltd", "Brinefield Timber Works", "Zephyrmoor Glass GmbH", "Cobaltford & Partners")
HAN_CROWD = ("青山白石制造有限公司", "云溪食品厂", "松岭建材行", "北渡化工股份有限公司", "金谷造纸厂")


class Names:
    """What a test names, as the projector would: both tables, in one transaction."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.numbers = count(1)

    def add(self, *names: str, organisation: UUID | None = None) -> UUID:
        handle = organisation or UUID(int=next(self.numbers))
        self.add_all([(handle, place, name) for place, name in enumerate(names)])
        return handle

    def add_all(self, rows: list[tuple[UUID, int, str]]) -> None:
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.executemany(
                "insert into register.organisation_name (organisation, place, name, folded) values (%s, %s, %s, %s)",
                [(organisation, place, name, folded(name)) for organisation, place, name in rows],
            )
            indexing.add(cursor, rows)

    def forget(self, *organisations: UUID) -> None:
        with self.connection.transaction(), self.connection.cursor() as cursor:
            indexing.forget(cursor, organisations)

    def rows(self) -> list[list[tuple]]:
        return [
            self.connection.execute(f"select * from {table} order by {key}").fetchall()
            for table, key in indexing.TABLES.items()
        ]


@pytest.fixture
def names(database):
    with database.connect("gs_sequencer", autocommit=True) as sequencer:
        yield Names(sequencer)


@pytest.fixture
def public(names, database):
    with database.connect("gs_public", autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("name", "asked", "how"),
    [
        pytest.param("Alderbank Foods Ltd", "ALDERBANK FOODS, LTD.", "exact", id="habits of writing"),
        pytest.param("Juniperwick Dairy", "Junperwick Dairy", "spelling", id="a letter left out"),
        pytest.param("Juniperwick Dairy", "Jnuiperwikc Diary", "spelling", id="three pairs exchanged"),
        pytest.param("Juniperwick Dairy", "Xuniperwack Dairi", "spelling", id="three letters wrong"),
        pytest.param("Juniperwick Dairy", "Dairy Juniperwick", "spelling", id="words in another order"),
        pytest.param("Juniperwick Dairy Cooperative of Umberford", "juniperwick", "part", id="one word of it"),
        pytest.param("大同廠", "大問廠", "spelling", id="one wrong of three"),
        pytest.param("大同廠", "大廠", "spelling", id="one missing of three"),
        pytest.param("臺灣群峯鐵廠", "台湾羣峰鉄厰", "exact", id="simplified and variants"),
        pytest.param("重慶化工廠", "chongqing huagong", "sound", id="pinyin"),
        pytest.param("嘉鴻廠", "家宏厂", "sound", id="two of three by their sound"),
        pytest.param("삼성전자 주식회사", "삼성잔자", "part", id="Hangul"),
        pytest.param("Берёзовый Завод", "березовий завод", "spelling", id="Cyrillic"),
    ],
)
def test_a_misspelt_name_comes_first(names, public, name, asked, how):
    for other in (*CROWD, *HAN_CROWD):
        names.add(other)
    handle = names.add(name)
    first = finding.find(public, text=asked)[0]
    assert (first.name, first.how) == (name, how)
    assert (first.score == 1) == (how == "exact")
    if name not in CROWD:
        assert first.organisation == handle


def test_no_similarity_is_demanded(names, public):
    """Half of the letters are wrong: a threshold of pg_trgm's .3 would answer nothing."""
    names.add("Juniperwick")
    assert public.execute("select similarity('juniperwick', 'xunqperzisk') < .3").fetchone() == (True,)
    (found,) = finding.find(public, text="xunqperzisk")
    assert found.name == "Juniperwick"
    assert found.score < 0.8


def test_a_name_of_common_pieces_only_is_found_among_thousands(names, public):
    """Every piece of it is in more names than are gathered: only the name as a whole tells it."""
    draw = random.Random(3)
    crowd = [(UUID(int=8 * number), 0, f"South North Works {draw.randrange(10**6)}") for number in range(1, 8_001)]
    names.add_all(crowd[:4_000])
    exact = names.add("North South Works", organisation=UUID(int=8 * 9_000))
    names.add_all(crowd[4_000:])
    assert finding.find(public, text="north south works")[0].organisation == exact
    assert finding.find(public, text="nroth south works")[0].organisation == exact


def test_the_name_as_one_piece_is_enough(names, public):
    """A register so large that every other piece is passed over."""
    handle = names.add("Juniperwick Dairy")
    rows = public.execute(
        "select organisation from published.names_sharing('{}', %s, b'1'::bit(256), 10)",
        (grams.whole_gram("juniperwick dairy"),),
    )
    assert rows.fetchall() == [(handle,)]


def test_the_beginning_of_a_common_word_finds_some(names, public):
    names.add_all([(UUID(int=8 * number), 0, f"Works {number}") for number in range(1, 600)])
    assert len(finding.find(public, text="wor")) == 10


def test_the_best_name_counts_whatever_the_index_thinks(names, public):
    """The index holds words in another order for nearer than a wrong letter in the middle of a word."""
    asked = "Umberford Juniperwick International Dairy Cooperative"
    nearer = "Umberford Juniperwick Interxational Dairy Cooperative"
    names.add("Juniperwick International Dairy Cooperative Umberford", nearer)
    (found,) = finding.find(public, text=asked)
    assert found.name == nearer


def test_the_order_of_words_counts_less_than_letters(names, public):
    names.add("Juniperwick Daisies")
    other_order = names.add("Dairy Juniperwick")
    first, second = finding.find(public, text="Juniperwick Dairy")
    assert first.organisation == other_order
    assert 0.95 < first.score < 1
    assert second.score < 0.95


def test_who_is_forgotten_is_gone_at_once(names, public, database):
    gone, stays = names.add("Juniperwick Dairy", "Old Creamery"), names.add("Juniperwick Diary")
    with database.connect("gs_sequencer") as sequencer, sequencer.cursor() as cursor:
        indexing.forget(cursor, [gone, UUID(int=999)])
        # In the transaction itself already; the projector's role may not ask, so the index is looked at.
        assert cursor.execute("select organisation from register.name_gram").fetchall() == [(stays,)]
        sequencer.commit()
    for asked in ("Juniperwick Dairy", "Old Creamery", "creamery"):
        assert gone not in {found.organisation for found in finding.find(public, text=asked)}
    assert [found.organisation for found in finding.find(public, text="Juniperwick Dairy")] == [stays]


def test_a_name_that_is_withdrawn_without_the_index_is_not_shown(names, public):
    handle = names.add("Juniperwick Dairy")
    names.connection.execute("delete from register.organisation_name where organisation = %s", (handle,))
    assert finding.find(public, text="Juniperwick Dairy") == []


def test_the_tables_follow_from_the_names_alone(names):
    """Whatever was added, forgotten and added again in whatever order and batches, the rows are the same."""
    draw = random.Random(5)
    rows = [
        (UUID(int=number), place, name)
        for number in range(1, 65)
        for place, name in enumerate(draw.sample((*CROWD, *HAN_CROWD, "", "…", "Aa Aa"), 3))
    ]
    with names.connection.cursor() as cursor:
        indexing.add(cursor, rows)
        one_go = names.rows()
        assert one_go[1], "handles 8, 16, … are counted"
        indexing.forget(cursor, [UUID(int=number) for number in range(1, 65)])
        assert names.rows() == [[], []]
        draw.shuffle(rows)
        for start in range(0, len(rows), 7):
            indexing.add(cursor, rows[start : start + 7])
        for number in (8, 9, 16):
            indexing.forget(cursor, [UUID(int=number)])
            indexing.add(cursor, [row for row in rows if row[0].int == number])
        assert names.rows() == one_go


def test_a_name_that_is_one_of_its_own_pieces_is_forgotten_whole(names):
    """Numbers of pieces can meet: here the name as one piece has the number of one of its three letters."""
    name = "juniper 183355"
    assert grams.whole_gram(name) in grams.spelling_grams(name)
    names.add("juniper", organisation=UUID(int=8))
    before = names.rows()
    names.forget(names.add(name, organisation=UUID(int=16)))
    assert names.rows() == before


def test_a_place_is_taken_once(names):
    handle = names.add("Juniperwick Dairy")
    with pytest.raises(psycopg.errors.UniqueViolation), names.connection.cursor() as cursor:
        indexing.add(cursor, [(handle, 0, "Another")])
    with names.connection.cursor() as cursor:
        indexing.add(cursor, [])


def test_an_organisation_is_answered_once_by_its_best_name(names, public):
    handle = names.add("Juniperwick Creamery", "Juniperwick Dairy", "重慶化工廠")
    (found,) = finding.find(public, text="Juniperwick Dairi")
    assert (found.organisation, found.name) == (handle, "Juniperwick Dairy")
    (found,) = finding.find(public, text="chongqing huagong chang")
    assert (found.organisation, found.name) == (handle, "重慶化工廠")


def test_equal_names_come_in_the_order_of_their_handles(names, public):
    handles = [UUID(int=number) for number in range(1, 401)]
    shuffled = random.Random(2).sample(handles, len(handles))
    names.add_all([(handle, 0, "Juniperwick Dairy") for handle in shuffled])
    for asked in ("Juniperwick Dairy", "Juniprwick Dairy", "juniperwick"):
        assert [found.organisation for found in finding.find(public, text=asked)] == handles[:10]
    assert [found.organisation for found in finding.find(public, text="juniper", most=3)] == handles[:3]


@pytest.mark.parametrize(
    "asked", ["", "   ", "…", "́", "\x00", "'; drop table register.name_gram; --", "%", "a" * 10_000]
)
def test_whatever_is_asked_is_answered(names, public, asked):
    names.add("Juniperwick Dairy")
    assert finding.find(public, text=asked) == [] or folded(asked)
    assert finding.find(public, text="Juniperwick Dairy")


def test_what_is_asked_is_cut_where_names_end(names, public):
    names.add("Juniperwick Dairy")
    long = "Juniperwick Dairy" + " and more" * 1_000
    assert finding.find(public, text=long) == finding.find(public, text=long[: finding.LONGEST])


@pytest.mark.parametrize("role", ["gs_public", "gs_clerk", "gs_case"])
def test_readers_find_and_do_not_read_the_index(names, database, role):
    names.add("Juniperwick Dairy")
    with database.connect(role, autocommit=True) as connection:
        assert finding.find(connection, text="Juniperwick")
        for table in indexing.TABLES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select from {table}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.cursor() as cursor:
            indexing.forget(cursor, [UUID(int=1)])


@pytest.mark.parametrize("role", ["gs_eraser", "gs_access", "gs_sequencer"])
def test_who_serves_nobody_cannot_search(names, database, role):
    with database.connect(role, autocommit=True) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        finding.find(connection, text="Juniperwick")


@pytest.fixture
def identified(names):
    names.connection.cursor().executemany(
        "insert into register.identifier (organisation, scheme, number, state) values (%s, %s, %s, 'no-check')",
        [
            (UUID(int=1), "exampleland-number", "EX 12.345-678 a"),
            (UUID(int=2), "other-number", "EX12345678A"),
            (UUID(int=3), "exampleland-number", "EX12345678B"),
            (UUID(int=4), "exampleland-number", "--"),
        ],
    )


@pytest.mark.parametrize(
    ("scheme", "number", "found"),
    [
        pytest.param(None, "ex12345678a", [1, 2], id="any scheme, separators and case set aside"),
        pytest.param("exampleland-number", "ＥＸ １２３４５６７８ Ａ", [1], id="one scheme, any width"),
        pytest.param(None, "EX12345678C", [], id="one character wrong"),
        pytest.param(None, "EX1234567A", [], id="one character missing"),
        pytest.param(None, "EX12345678", [], id="the beginning of one"),
        pytest.param("unknown-number", "EX12345678A", [], id="another scheme"),
        pytest.param(None, "--", [], id="no letter or digit"),
        pytest.param(None, "", [], id="nothing"),
        pytest.param(None, "\0\ud800", [], id="what no text can hold"),
    ],
)
def test_identifiers_are_found_exactly_or_not_at_all(identified, public, scheme, number, found):
    assert [one.organisation.int for one in finding.by_identifier(public, scheme=scheme, number=number)] == found


def test_an_identifier_is_answered_as_it_was_filed(identified, public):
    (one,) = finding.by_identifier(public, scheme="exampleland-number", number="EX12345678A")
    assert one == finding.Identified(UUID(int=1), "exampleland-number", "EX 12.345-678 a")
