"""Opens the file of an import, whatever kind it is."""

from pathlib import Path

from shuyuan.engine.landing import Landed
from shuyuan.kernel.errors import Unavailable
from shuyuan.workbooks.documents import open_document
from shuyuan.workbooks.models import CatalogImport
from shuyuan.workbooks.reading import Source
from shuyuan.workbooks.sheets import open_sheet


def kind_of(filename: str) -> str:
    """The kind of a file by its name: documents end in .json, everything else is tried as a spreadsheet."""
    is_document = filename.lower().endswith(".json")
    return CatalogImport.Kind.DOCUMENT if is_document else CatalogImport.Kind.SHEET


def landed(source: CatalogImport) -> Landed:
    """The file as the engine names it."""
    path = Path(source.landed_path)
    return Landed(path, source.filename, source.size, source.digest, source.digest_algorithm)


def open_source(source: CatalogImport) -> Source:
    """Its entries; raises BadInput or TooLarge for a file that cannot be read as a whole."""
    file = landed(source)
    if not file.path.exists():
        raise Unavailable("the file is gone", code="import_file_gone", file=source.filename)
    return open_sheet(file) if source.kind == CatalogImport.Kind.SHEET else open_document(file)
