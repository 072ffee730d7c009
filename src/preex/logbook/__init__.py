"""Foreign training logs in, PreEx sets out."""

from preex.logbook.reading import formats, read
from preex.logbook.report import LogImport, RowProblem

__all__ = ["LogImport", "RowProblem", "formats", "read"]
