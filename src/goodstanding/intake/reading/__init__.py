"""The rows of a file that was handed in, as plain text: CSV, TSV, JSON lines, Parquet, XLSX; and all its faults."""

from goodstanding.intake.reading.faults import Fault, NotReadable
from goodstanding.intake.reading.forms import Form
from goodstanding.intake.reading.opening import open_rows
from goodstanding.intake.reading.rows import Raw, Rows

__all__ = ["Fault", "Form", "NotReadable", "Raw", "Rows", "open_rows"]
