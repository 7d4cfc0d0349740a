"""How many rows of filings a second the teaching generator writes, beside plain writing of the same bytes.

Ours: `goodstanding generate exampleland` as a process of its own, start-up included, at two sizes; the larger one gives
the figure, the two together whether memory grows with the size. Baseline: one process reads the files just written
into memory and writes the same bytes again, which is what no generator can go below. Rows per second of processor time
are given beside rows per second of the clock: on a busy machine only the former says something about the program.

    make -s bench NAME=generate [ARGS="--organisations 200000 --runs 5"]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from goodstanding.teaching import generating

# A slow disk and a fast one lie well inside this; outside it, the baseline did not do what it says.
PLAUSIBLE_MB_PER_S = (20, 20_000)
MEASURED = """
import json, resource, sys
from pathlib import Path
from goodstanding.teaching import generating
manifest = generating.generate(organisations=int(sys.argv[1]), seed=1, out=Path(sys.argv[2]))
# Not RUSAGE_SELF: Linux hands a new process the high-water mark of the one that started it.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
spent, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
peak = max(own, children.ru_maxrss)
processor = spent.ru_utime + spent.ru_stime + children.ru_utime + children.ru_stime
print(json.dumps({"rows": manifest["rows"], "processor_s": processor, "peak_mb": peak / 1024}))
"""


def ours(organisations: int, out: Path) -> dict[str, float]:
    """Rows, seconds (the whole process), processor seconds, and the peak memory of the heaviest process in MB."""
    shutil.rmtree(out, ignore_errors=True)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(organisations), str(out)], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    found["seconds"] = time.perf_counter() - start
    return found


def plain_write(out: Path) -> float:
    """Seconds to write the same bytes again."""
    contents = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    os.sync()  # what was written before is not this writing's to wait for
    again = out.parent / "again"
    shutil.rmtree(again, ignore_errors=True)
    again.mkdir()
    start = time.perf_counter()
    for name, content in contents.items():
        (again / name).write_bytes(content)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gsbench") as folder:
        out = Path(folder) / "generated"
        small = ours(options.organisations // 10, out)
        rates, per_processor_s, copies, peaks, bytes_written = [], [], [], [], 0
        for run in range(options.runs):
            found = ours(options.organisations, out)
            bytes_written = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
            copied = plain_write(out)
            rates.append(found["rows"] / found["seconds"])
            per_processor_s.append(found["rows"] / found["processor_s"])
            copies.append(found["rows"] / copied)
            peaks.append(found["peak_mb"])
            print(f"run {run}: ours {rates[-1]:,.0f} rows/s, plain writing {copies[-1]:,.0f} rows/s", file=sys.stderr)
    megabytes = bytes_written / 1e6 / (found["rows"] / statistics.median(copies))
    plausible = PLAUSIBLE_MB_PER_S[0] <= megabytes <= PLAUSIBLE_MB_PER_S[1]
    document = {
        "figures": {
            "generate_rows_per_s": round(statistics.median(rates)) if plausible else None,
            "generate_rows_per_processor_s": round(statistics.median(per_processor_s)) if plausible else None,
        },
        "spread": {
            "ours_rows_per_s": [round(min(rates)), round(max(rates))],
            "ours_rows_per_processor_s": [round(min(per_processor_s)), round(max(per_processor_s))],
            "plain_write_rows_per_s": [round(min(copies)), round(max(copies))],
        },
        "baseline": {
            "plain_write_rows_per_s": round(statistics.median(copies)),
            "megabytes_per_s": round(megabytes),
            "plausible": plausible,
            "plausible_range_megabytes_per_s": PLAUSIBLE_MB_PER_S,
        },
        "memory": {
            "peak_mb_small": round(small["peak_mb"], 1),
            "peak_mb_large": round(max(peaks), 1),
            "large_to_small": round(max(peaks) / small["peak_mb"], 2),
            "organisations": [options.organisations // 10, options.organisations],
        },
        "sizes": {"rows": found["rows"], "bytes": bytes_written, "runs": options.runs},
        "versions": {
            "python": platform.python_version(),
            "generator": generating.GENERATOR,
            "processors": os.cpu_count(),
        },
    }
    print(json.dumps(document, indent=1))
    sys.exit(0 if plausible else 3)


if __name__ == "__main__":
    main()
