"""Whether a misspelt name is found, and how soon, beside pg_trgm's similarity threshold on the same server.

One register holds a million invented Latin names (words coined from syllables and drawn as unevenly as in life, with
the trades and places of `goodstanding.teaching`) and, where the open data lies, the distinct Chinese names of its
premises. Ours: `searching.find` as `gs_public`, from the misspelt text to the ten answers. Peers: the same server's
trigram index with a similarity threshold, ten best; and rapidfuzz over all names in memory, which is the ceiling of
what letters alone can tell. A hit is the very name among the ten; organisations of one name count as one.
Latin: one or two letters inserted, left out, replaced or exchanged; three beside the figures. Han: one character wrong,
missing, a variant, or simplified. Also what adding names to the index costs, by batches of 2,000.

    make -s bench NAME=search [ARGS="--names 1000000 --queries 400 --runs 5"]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import psutil
import psycopg
from opencc import OpenCC
from rapidfuzz import fuzz, process

from goodstanding.core.names.folding import folded
from goodstanding.database import connections, server
from goodstanding.database.home import Home
from goodstanding.database.setup import set_up
from goodstanding.register.searching import finding, indexing
from goodstanding.teaching.names import FRONT, MIDDLE, TRADE

BATCH = 2_000
HAN = ("tw-environment/facilities.parquet", "tw-environment/penalties.parquet")
DATA = Path(__file__).resolve().parents[2] / "shared/data"
# Between them lies every reasonable machine; outside, the peer did not do what it says.
PLAUSIBLE_PEER_P95_MS = (10, 10_000)
ONSETS = "b br c ch cl cr d dr f fl g gl gr h j k kl l m n p pl pr qu r s sc sh sl sm sp st str t th tr v w z"
VOWELS = "a e i o u a e i o ai ea ee oo ou"
CODAS = ",,,l,n,r,s,t,m,nd,rt,ck,st,x"
TRADES = (
    "Holdings International Services Engineering Trading Industries Consulting Properties Capital Investments "
    "Transport Energy Solutions Systems Construction Management Electronics Marine Partners Resources Technologies "
    "Packaging Agriculture Insurance Media Furniture Metals Plastics"
)
FORMS = ("Ltd", "Limited", "GmbH", "S.A.", "Inc", "LLC", "B.V.", "AG", "Co. Ltd", "Group", "PLC", "Oy", "AB", "SRL")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Written for this benchmark; folding has a table of its own and OpenCC's.
VARIANTS = (
    "台臺 峰峯 群羣 裡裏 線綫 為爲 強强 戶户 眾衆 廠厰 產産 內内 溫温 銳鋭 鐵鉄 廣広 國国 豐豊 雞鷄 真眞 青靑 "
    "黃黄 吳呉 綠緑 清淸 高髙 邊辺 鄰隣 床牀 菸煙 秘祕 岳嶽 昆崑 泛汎 並竝 氣気 濱浜 龍竜 澤沢 齋斎 鹽塩 館舘 "
    "針鍼 炮砲 沖冲 決决 涼凉 況况 鑑鑒 傑杰 升昇 煉鍊 莊庄 匯滙 柏栢 啟啓 德徳 顏顔 靜静 榮栄 總総 磚砖 巖岩 "
    "雙双 麵麪 碱鹼 銹鏽 璃瓈 妝粧 痲麻 讚贊 佑祐 泄洩 綉繡 脣唇 蔥葱 污汙"
)


def dice(seed: int) -> random.Random:
    """Chance that falls the same again."""
    return random.Random(seed)  # noqa: S311  nothing here is secret


def coined(count: int, draw: random.Random) -> list[str]:
    """Words that could be a trader's, none twice."""
    onsets, vowels, codas = ONSETS.split(), VOWELS.split(), CODAS.split(",")
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = draw.choice((1, 2, 2, 2, 3))
        word = "".join(draw.choice(onsets) + draw.choice(vowels) + draw.choice(codas) for _ in range(syllables))
        if len(word) > 3:
            words[word.capitalize()] = None
    return list(words)


def latin(count: int, *, seed: int) -> list[str]:
    """Names; a few are drawn twice, as in life."""
    draw = dice(seed)
    lexicon = coined(60_000, draw)
    words = iter(draw.choices(lexicon, [(rank + 20) ** -0.9 for rank in range(len(lexicon))], k=2 * count))
    places = [front + middle for front in FRONT for middle in MIDDLE]
    return [_latin(draw, words, places) for _ in range(count)]


def _latin(draw: random.Random, words: Any, places: Sequence[str]) -> str:
    word, trade, form = next(words), draw.choice((*TRADE, *TRADES.split())), draw.choice(FORMS)
    place, which = draw.choice(places), draw.random()
    if which < 0.35:
        return f"{word} {trade} {form}"
    if which < 0.6:
        return f"{word} {next(words)} {trade} {form}"
    if which < 0.8:
        return f"{place} {word} {trade} {form}"
    return f"{word} & {next(words)} {form}" if which < 0.9 else f"{word} {trade} of {place} {form}"


def misspelt(name: str, draw: random.Random, *, errors: Sequence[int] = (1, 2)) -> str:
    """The name with as many errors of typing as one of `errors`."""
    for _ in range(draw.choice(errors)):
        at, letter = draw.randrange(len(name) - 1), draw.choice(LETTERS)
        name = draw.choice((
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ))  # fmt: skip
    return name


def han() -> list[str] | None:
    """The distinct Chinese names of the open data, in order; None when it is not here."""
    folder = Path(os.environ.get("GOODSTANDING_DATA") or DATA)
    files = [folder / name for name in HAN]
    if not files[0].exists():
        return None
    rows = duckdb.sql(f"select distinct name from '{files[0]}' where length(name) > 1 order by name").fetchall()
    return [name for (name,) in rows]


class Miswriting:
    """Chinese names with one character wrong, missing, a variant or simplified."""

    def __init__(self, names: Sequence[str]) -> None:
        self.characters = [character for name in names for character in name if "一" <= character <= "鿿"]
        self.simplify = OpenCC("t2s").convert
        pairs = [(pair[0], pair[1]) for pair in VARIANTS.split() if pair[0] != pair[1]]
        self.variants = dict(pairs) | {other: one for one, other in pairs}

    def __call__(self, name: str, draw: random.Random, kind: str) -> str | None:
        """The name miswritten in that way; None when no character of it can be."""
        at = draw.randrange(len(name))
        if kind == "wrong":
            return name[:at] + draw.choice(self.characters) + name[at + 1 :]
        if kind == "missing":
            return name[:at] + name[at + 1 :]
        other = self.variants.get if kind == "variant" else self.simplify
        places = [at for at, character in enumerate(name) if other(character) not in (None, character)]
        if not places:
            return None
        at = draw.choice(places)
        return name[:at] + str(other(name[at])) + name[at + 1 :]


def han_queries(names: Sequence[str], count: int, *, seed: int) -> list[tuple[str, str, str]]:
    """Name, miswritten name and kind, a quarter of each kind."""
    draw, miswrite = dice(seed), Miswriting(names)
    found: list[tuple[str, str, str]] = []
    while len(found) < count:
        kind = ("wrong", "missing", "variant", "simplified")[len(found) % 4]
        name = draw.choice(names)
        if (written := miswrite(name, draw, kind)) and written != name:
            found.append((name, written, kind))
    return found


def fill(home: Home, names: Sequence[str], *, seed: int) -> dict[str, float]:
    """Put the names in and index them; microseconds a name, of the clock and of both processes' processor time."""
    draw = dice(seed)
    rows = [(UUID(int=draw.getrandbits(128), version=4), 0, name) for name in names]
    batches = []
    into = "copy register.organisation_name (organisation, place, name, folded) from stdin"
    with connections.connect("gs_owner", home=home) as owner, owner.cursor().copy(into) as copy:
        for organisation, place, name in rows:
            copy.write_row((organisation, place, name, folded(name)))
    with connections.connect("gs_sequencer", home=home) as sequencer, sequencer.cursor() as cursor:
        watched = [psutil.Process(), psutil.Process(sequencer.info.backend_pid)]
        before = spent(watched)
        for start in range(0, len(rows), BATCH):
            began = time.perf_counter()
            indexing.add(cursor, rows[start : start + BATCH])
            sequencer.commit()
            batches.append((time.perf_counter() - began) / len(rows[start : start + BATCH]) * 1e6)
        return {
            "us_a_name": round(statistics.mean(batches), 1),
            "us_a_name_median_batch": round(statistics.median(batches), 1),
            "processor_us_a_name": round((spent(watched) - before) / len(rows) * 1e6, 1),
        }


def spent(watched: Sequence[psutil.Process]) -> float:
    """Processor seconds, so far, of the processes together."""
    return sum(sum(one.cpu_times()[:2]) for one in watched)


def ours(connection: psycopg.Connection[Any]) -> Callable[[str], list[str]]:
    return lambda text: [one.name for one in finding.find(connection, text=text)]


def threshold(connection: psycopg.Connection[Any], limit: float) -> Callable[[str], list[str]]:
    connection.execute(f"set pg_trgm.similarity_threshold = {limit}")
    query = (
        "select name from register.organisation_name where folded %% %(text)s"
        " order by similarity(folded, %(text)s) desc, name limit 10"
    )
    return lambda text: [name for (name,) in connection.execute(query, {"text": folded(text)})]


def memory(names: Sequence[str]) -> Callable[[str], list[str]]:
    texts = [folded(name) for name in names]
    return lambda text: [
        names[at] for _, _, at in process.extract(folded(text), texts, scorer=fuzz.ratio, processor=None, limit=10)
    ]


def measure(
    find: Callable[[str], list[str]], queries: Sequence[tuple[str, ...]], *, backend: int | None = None
) -> dict[str, Any]:
    """Recall, milliseconds, and mean processor milliseconds of client and server over (name, misspelt, …)."""
    watched = [psutil.Process(), *([psutil.Process(backend)] if backend else [])]
    before = spent(watched)
    hits, times = [], []
    for name, written, *_ in queries:
        began = time.perf_counter()
        answer = find(written)
        times.append((time.perf_counter() - began) * 1e3)
        hits.append(name in answer)
    processor = spent(watched) - before
    cuts = statistics.quantiles(times, n=100)
    return {
        "queries": len(queries),
        "recall_at_10": round(statistics.mean(hits), 4),
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "p99_ms": round(cuts[98], 1),
        "processor_ms": round(processor / len(queries) * 1e3, 1),
        "missed": [query[2:] for query, hit in zip(queries, hits, strict=True) if not hit],
    }


def together(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure over the runs, recall over all of them, and from which to which they go."""
    keys = [key for key in runs[0] if key not in ("queries", "missed")]
    answer = {key: round(statistics.median(run[key] for run in runs), 4) for key in keys}
    answer["recall_at_10"] = round(statistics.mean(run["recall_at_10"] for run in runs), 4)
    spread = {key: [min(run[key] for run in runs), max(run[key] for run in runs)] for key in keys}
    return {"queries": sum(run["queries"] for run in runs), **answer, "spread": spread}


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=400, help="of each run")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    names, chinese = latin(options.names, seed=1), han()
    if chinese is None:
        say(f"NO OPEN DATA: {HAN[0]} is not in GOODSTANDING_DATA; the Chinese names are NOT MEASURED")
    seeds = range(options.runs)
    draws = [dice(seed) for seed in seeds]
    queries = [[(name, misspelt(name, draw)) for name in draw.choices(names, k=options.queries)] for draw in draws]
    worse = [(name, misspelt(name, draws[0], errors=(3,))) for name in draws[0].choices(names, k=options.queries)]
    asked = [han_queries(chinese, options.queries, seed=seed) for seed in seeds] if chinese else []
    with tempfile.TemporaryDirectory(prefix="gsbench") as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user, who must reach its data
        home = Home(Path(folder) / "home")
        try:
            set_up(home=home)
            indexed = {"latin": fill(home, names, seed=7)}
            if chinese:
                indexed["han"] = fill(home, chinese, seed=8)
            say(f"indexed: {indexed['latin']}")
            with connections.connect("gs_public", home=home, autocommit=True) as public:
                pid = public.info.backend_pid
                latin_runs = [measure(ours(public), some, backend=pid) for some in queries]
                three = measure(ours(public), worse, backend=pid)
                han_runs = [measure(ours(public), some, backend=pid) for some in asked]
            say(f"ours: {together(latin_runs)}\n{together(han_runs) if han_runs else ''}")
            peers = beside(home, names, chinese, queries[0], asked[0] if asked else [])
            with connections.connect("gs_owner", home=home) as owner:
                sizes = index_sizes(owner)
                postgresql = owner.info.server_version
        finally:
            server.down(home=home)
    peer = peers["latin"]["threshold_0.5"]["p95_ms"]
    plausible = PLAUSIBLE_PEER_P95_MS[0] <= peer <= PLAUSIBLE_PEER_P95_MS[1]
    found, found_han = together(latin_runs), together(han_runs) if han_runs else None
    kinds = [kind for run in han_runs for (kind,) in run["missed"]]
    document = {
        "figures": {
            "search_recall_at_10": found["recall_at_10"] if plausible else None,
            "search_p95_ms": found["p95_ms"] if plausible else None,
            "search_han_recall_at_10": found_han["recall_at_10"] if found_han and plausible else None,
        },
        "latin": found,
        "latin_three_errors": three | {"missed": len(three["missed"])},
        "han": found_han and found_han | {"missed_by_kind": {kind: kinds.count(kind) for kind in sorted({*kinds})}},
        "peers": peers | {"plausible": plausible, "plausible_range_p95_ms": PLAUSIBLE_PEER_P95_MS},
        "indexing": indexed | {"batch": BATCH, "bytes": sizes},
        "names": {
            "latin": len(names),
            "latin_distinct": round(len(set(names)) / len(names), 4),
            "latin_mean_length": round(statistics.mean(map(len, names)), 1),
            "han": len(chinese or []),
        },
        "versions": {
            "postgresql": postgresql,
            "psycopg": psycopg.__version__,
            "python": platform.python_version(),
            **{name: version(name) for name in ("rapidfuzz", "pypinyin", "opencc")},
            "processors": os.cpu_count(),
            "runs": options.runs,
        },
    }
    print(json.dumps(document, indent=1))
    sys.exit(0 if plausible else 3)


def beside(
    home: Home, names: Sequence[str], chinese: Sequence[str] | None, latin_queries: Any, han_queries: Any
) -> dict[str, Any]:
    """What the peers answer to the first queries of the first run."""
    answer: dict[str, dict[str, Any]] = {"latin": {}, "han": {}}
    with connections.connect("gs_owner", home=home, autocommit=True) as owner:
        owner.execute("create index for_the_peer on register.organisation_name using gin (folded gin_trgm_ops)")
        owner.execute("analyze register.organisation_name")
        owner.execute("set max_parallel_workers_per_gather = 0")
        pid = owner.info.backend_pid
        for limit, count in (0.5, 100), (0.3, 30):
            find = threshold(owner, limit)
            answer["latin"][f"threshold_{limit}"] = measure(find, latin_queries[:count], backend=pid)
            if chinese:
                answer["han"][f"threshold_{limit}"] = measure(find, han_queries[:count], backend=pid)
        owner.execute("drop index register.for_the_peer")
    answer["latin"]["rapidfuzz_over_all"] = measure(memory(names), latin_queries[:40])
    if chinese:
        answer["han"]["rapidfuzz_over_all"] = measure(memory(chinese), han_queries[:200])
    for side in answer.values():
        for peer in side.values():
            peer["missed"] = len(peer["missed"])
    return answer


def index_sizes(owner: psycopg.Connection[Any]) -> dict[str, int]:
    rows = owner.execute(
        "select c.relname, pg_table_size(c.oid) from pg_class c where c.relnamespace = 'register'::regnamespace"
        " and c.relname in ('name_gram', 'name_gram_grams', 'name_gram_pkey', 'gram_count') order by 1"
    )
    return {str(name): int(size) for name, size in rows}


if __name__ == "__main__":
    main()
