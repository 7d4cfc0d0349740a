"""The rules a file can break, each with what it holds. A Fault names one of these codes."""

from __future__ import annotations

from typing import Final

RULES: Final = {
    # --- the file -----------------------------------------------------------------------------------------------------
    "not-a-file": "it is a file, not a folder or a device",
    "empty-file": "it holds something",
    "file-too-large": "it has at most 10 GB",
    "unknown-form": "its suffix names CSV, TSV, JSON lines, Parquet or XLSX",
    "wrong-form": "it is what it is called",
    "encrypted": "it opens without a password",
    "unknown-encoding": "the encoding that is named is one that is read",
    "not-utf-8": "every byte belongs to a letter in UTF-8; the place of one that does not is told",
    "wrong-encoding": "every byte belongs to a letter in the encoding that was named",
    "too-many-faults": "it has fewer than 10,000 faults; after so many reading ends",
    # --- the columns --------------------------------------------------------------------------------------------------
    "no-header": "the first row, or the keys, name the columns",
    "column-without-name": "every column has a name",
    "duplicate-column": "no two columns have one name",
    "too-many-columns": "there are at most 1,000 columns",
    "header-too-long": "the names of the columns have at most a million characters",
    "wrong-separator": "commas separate the columns of CSV, tabs those of TSV",
    # --- the rows -----------------------------------------------------------------------------------------------------
    "ragged": "a row has one value for each column, written as empty where there is none",
    "open-quote": "a quotation mark that opens is closed",
    "stray-quote": "behind a closing quotation mark comes a separator or the end of the row",
    "row-too-long": "a row has at most 4,000,000 bytes",
    "too-many-rows": "there are at most 50 million rows, and a thousand million cells",
    # --- the cells ----------------------------------------------------------------------------------------------------
    "cell-too-long": "a cell has at most 100,000 characters",
    "formula": "a cell is no formula and does not begin like one: not with = @ tab or carriage return, and with + or - "
    "only before a number, a day or a telephone number, or as a dash alone",
    "nul": "no cell holds the character NUL",
    "control-character": "no cell holds another control; tabs and line breaks within a text may stand",
    "invisible-character": "no cell holds what cannot be seen: marks of direction, of no width, variants, tags",
    "private-character": "no cell holds a character that only one font or program knows, or that is none",
    "lost-character": "no cell holds U+FFFD, which programs write for what they could not read",
    "lone-surrogate": "no cell holds half of a character",
    "look-alike": "a word is not made of letters of several alphabets that look alike",
    # --- values of JSON, Parquet and XLSX -----------------------------------------------------------------------------
    "nested-value": "a value is one text, number, day, true, false or nothing; no list, no object",
    "not-a-number": "a number is finite and has at most 400 digits",
    "not-a-day": "what is shown as a day is one",
    "not-json": "each line is JSON",
    "not-object": "each line is one object",
    "unknown-key": "each key is one that the first 1,000 lines have",
    "repeated-key": "an object has each key once",
    # --- the parts of Parquet and XLSX --------------------------------------------------------------------------------
    "not-parquet": "it is sound Parquet",
    "page-too-large": "its row groups and pages fit the memory that reading may take",
    "not-xlsx": "it is a sound workbook, as spreadsheets write it",
    "zip-bomb": "its parts unpack to at most 1 GB, and not to 200 times their size; there are not too many",
    "xml-entity": "its XML has no document type, which could declare entities",
    "xml-bomb": "its tags are few enough, short enough and flat enough to be held",
    "too-many-texts": "the different texts of its cells take at most 48 MB",
    "several-sheets": "one sheet has something in it, no more",
    "merged-cells": "no cells are merged",
    "cell-error": "no cell shows an error, such as #N/A",
}
