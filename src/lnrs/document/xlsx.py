"""Excel workbooks of plain tables, with the standard library alone. Text stays text: nothing in it becomes a formula.

Format: ECMA-376 part 1, SpreadsheetML. The first row of each sheet is bold and stays in sight.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The time that every part is given: the same tables give the same bytes."""
WIDEST = 60
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML has no way to write."""


@dataclass(frozen=True)
class Sheet:
    """A table with its headings; a cell is text, a number, or None."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[object]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook."""
    numbered = list(enumerate(sheets, start=1))
    listed = "".join(f'<sheet name={quoteattr(one.name)} sheetId="{at}" r:id="rId{at}"/>' for at, one in numbered)
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in numbered
    )
    related += f'<Relationship Id="rId0" Type="{OFFICE}/styles" Target="styles.xml"/>'
    typed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{TYPE}.worksheet+xml"/>' for at, _ in numbered
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{typed}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{at}.xml": _sheet(one) for at, one in numbered},
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, ALWAYS)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode())
    return held.getvalue()


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/>'
    '<xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _sheet(one: Sheet) -> str:
    rows = [one.headings, *one.rows]
    body = "".join(_row(at, cells, 1 if at == 1 else 0) for at, cells in enumerate(rows, start=1))
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{_width(at - 1, rows)}" customWidth="1"/>'
        for at in range(1, len(one.headings) + 1)
    )
    view = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews>'
    )
    return f'<worksheet xmlns="{MAIN}">{view}<cols>{columns}</cols><sheetData>{body}</sheetData></worksheet>'


def _row(at: int, cells: Sequence[object], style: int) -> str:
    kept = "".join(_cell(f"{_letter(column)}{at}", value, style) for column, value in enumerate(cells))
    return f'<row r="{at}">{kept}</row>'


def _cell(name: str, value: object, style: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int | float):
        return f'<c r="{name}" s="{style}"><v>{value!r}</v></c>'
    text = escape(FORBIDDEN.sub("", str(value)))
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letter(column: int) -> str:
    first, last = divmod(column, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def _width(column: int, rows: Sequence[Sequence[object]]) -> int:
    longest = max((len(str(row[column])) for row in rows if column < len(row)), default=8)
    return min(WIDEST, max(8, longest + 2))
