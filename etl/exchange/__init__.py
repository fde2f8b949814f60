"""In and out: events as JSON Lines, CSV and GeoJSON, and event data from CSV."""

from etl.exchange.csv_import import BadRow, import_csv, importable
from etl.exchange.files import encoded, export, format_of, write_whole
from etl.exchange.formats import FORMATS, Citation, Format
from etl.exchange.records import record

__all__ = [
    "FORMATS",
    "BadRow",
    "Citation",
    "Format",
    "encoded",
    "export",
    "format_of",
    "import_csv",
    "importable",
    "record",
    "write_whole",
]
