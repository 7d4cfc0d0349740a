"""How much of a file is read, in one place: each figure with the reason for it.

Together they hold the promise that reading takes at most about 150 MB beside the interpreter, whatever a file holds.
"""

from __future__ import annotations

from typing import Final

# --- the whole file ---------------------------------------------------------------------------------------------------

# Fifty million rows of 200 bytes; who has more files it in parts, each with its own receipt.
LARGEST_FILE: Final = 10_000_000_000
# The same, for files whose few bytes stand for many rows.
MOST_ROWS: Final = 50_000_000
MOST_CELLS: Final = 1_000_000_000
# A clerk mends ten kinds of mistakes, not ten thousand rows one by one; what follows would repeat them.
MOST_FAULTS: Final = 10_000

# --- the header -------------------------------------------------------------------------------------------------------

# The widest published table this was tried with has 90; a wider one has its rows in columns.
MOST_COLUMNS: Final = 1_000
# A thousand columns whose names have a thousand letters.
LONGEST_HEADER: Final = 1_000_000
# Within so many lines of JSON, and so many bytes, every key has been seen that the file is meant to have.
FIRST_LINES: Final = 1_000
FIRST_BYTES: Final = 16_000_000

# --- a row and a cell -------------------------------------------------------------------------------------------------

# The reasons of a long decision have about 20,000 characters.
LONGEST_CELL: Final = 100_000
# Forty of the longest cells. In bytes of UTF-8: a row is held as a whole, once as text and once as its cells.
LONGEST_ROW: Final = 4_000_000
# Longer figures are no figures; written without exponent, one of a few letters could fill the memory.
MOST_DIGITS: Final = 400

# --- what is held at a time -------------------------------------------------------------------------------------------

# Read and decoded at a time; larger pieces are no faster.
PIECE: Final = 1 << 18
# A batch ends early when its cells or its text would take more than about 20 MB.
BATCH_CELLS: Final = 200_000
BATCH_CHARACTERS: Final = 4_000_000
# Looked at together; most texts of so many rows are shorter than the longest cell, so that no cell need be measured.
BLOCK_ROWS: Final = 200


# --- Parquet ----------------------------------------------------------------------------------------------------------

# Rows are unpacked some thousand at a time, and copied twice on their way out.
TOGETHER: Final = 32_000_000

# --- XLSX -------------------------------------------------------------------------------------------------------------

# A gigabyte of XML takes a minute to read; a sheet of a million rows with 18 columns has about as much.
LARGEST_PART: Final = 1_000_000_000
# Sheets of a hundred thousand rows were compressed to a twentieth. What is empty compresses to a thousandth.
LARGEST_RATIO: Final = 200
# Below this much a ratio says nothing, and does no harm.
RATIO_FROM: Final = 10_000_000
# The directory of the package; a workbook with one sheet has about ten parts.
LARGEST_DIRECTORY: Final = 1_000_000
# The texts of all cells, each different one once, are kept while the sheet is read.
SHARED_TEXTS: Final = 48_000_000
# A tag, comment or attribute is held as a whole; how deep they are, and how many names they have, too.
LONGEST_TAG: Final = 1_000_000
DEEPEST_TAG: Final = 100
MOST_TAG_NAMES: Final = 2_000
# Formats of cells: Excel itself has no more.
MOST_FORMATS: Final = 65_536


def most_rows(columns: int) -> int:
    """Answer how many rows of so many columns are read."""
    return min(MOST_ROWS, MOST_CELLS // max(columns, 1))
