"""Letters, mails and tables become rows, whatever program made them; hostile files are refused in words."""

import io
import sys
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage

import pandas as pd
import pytest

from lnrs_web.analysis.files import limits
from lnrs_web.analysis.files.checking import Asked, Window, checked, moment, repeats
from lnrs_web.analysis.files.reading import Unreadable, rows_in

WORDS = '<?xml version="1.0"?>{doctype}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'


def packed(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return out.getvalue()


def docx(body: str, doctype: str = "", **more: str | bytes) -> bytes:
    return packed(word__document_xml=WORDS.format(doctype=doctype, body=body), **more)


def xlsx(rows: list[list[str | float]], **more: str | bytes) -> bytes:
    """A workbook, written out plainly."""
    cells = "".join(
        "<row>" + "".join(
            f"<c><v>{cell}</v></c>" if isinstance(cell, float) else f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
            for cell in row
        ) + "</row>"
        for row in rows
    )  # fmt: skip
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(rows=cells))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{kind}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{kind}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        for name, data in more.items():
            archive.writestr(name.replace("__", "/").replace("_bin", ".bin"), data)
    return out.getvalue()


def mail(text: str = "More hedges, please.", html: str = "", **attached: bytes) -> bytes:
    message = EmailMessage()
    message["From"] = "Ann Smith <ann@example.org>"
    message["Date"] = "Mon, 02 Nov 2026 10:00:00 +0000"
    message["Subject"] = "The strategy"
    message.set_content(text)
    if html:
        message.clear_content()
        message.set_content(html, subtype="html")
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()


def test_tables_are_read_as_their_columns_name_them():
    rows = [["name", "date", "support"], ["Ann", "2026-11-02", 4.0], ["", "", ""], ["Bob", "", "x"]]
    expected = [{"name": "Ann", "date": "2026-11-02", "support": "4"}, {"name": "Bob", "date": "", "support": "x"}]
    assert rows_in(xlsx(rows), "a.xlsx") == expected
    for separator, coding in ((",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")):
        table = pd.DataFrame([["Zoë", "a\nb"]], columns=["name", "text"]).to_csv(sep=separator, index=False)
        assert rows_in(table.encode(coding), "a.csv") == [{"name": "Zoë", "text": "a\nb"}]


def test_mails_say_who_wrote_when_and_what():
    row = rows_in(mail(html="<style>x{}</style><p>More <b>hedges</b></p><p>&amp; ponds</p>"), "a.eml")[0]
    assert (row["name"], row["mail"], row["subject"]) == ("Ann Smith", "ann@example.org", "The strategy")
    assert row["date"] == "2026-11-02T10:00:00+00:00"
    assert row["text"] == "More hedges\n\n& ponds"
    box = b"".join(b"From x@y Mon Nov  2 10:00:00 2026\n" + mail(text) + b"\n" for text in ("One\n>From here", "Two"))
    assert [one["text"] for one in rows_in(box, "a.mbox")] == ["One\nFrom here", "Two"]


def test_what_is_attached_to_a_mail_is_read_too():
    text = rows_in(mail(letter_docx=docx("<w:p><w:r><w:t>Plant oaks</w:t></w:r></w:p>"), photo_jpg=b"\xff"), "a.eml")[
        0
    ]["text"]
    assert "Attached, letter.docx:\nPlant oaks" in text
    assert "Attached, photo.jpg: not read. Look at the mail itself." in text


def test_documents_are_read_paragraph_by_paragraph():
    cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t><w:tab/><w:t>B</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    body = f"<w:p><w:r><w:t>Dear all</w:t></w:r></w:p>{cell}"
    assert rows_in(docx(body), "a.docx") == [{"text": "Dear all\nA\tB"}]


def test_the_text_of_a_pdf_is_read():
    import typst

    made = typst.compile(b'#set text(font: "Libertinus Serif")\nMore hedges along every lane.')
    assert "More hedges along every lane." in rows_in(bytes(made), "a.pdf")[0]["text"]


BOMB = b"0" * 60_000_000
GROWING = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.csv", "empty"),
        (docx("", more=BOMB), "a.docx", "grows more"),
        (docx("", **{f"p{n}": BOMB for n in range(4)}), "a.docx", "grows to more"),
        (docx("<w:p>&b;</w:p>", GROWING), "a.docx", "document type"),
        (docx("<w:p>&x;</w:p>", OUTSIDE), "a.docx", "document type"),
        (docx("<w:p>" * 3), "a.docx", "cannot be read"),
        (xlsx([["name"], ["A"]], xl__vbaProject_bin=b"x"), "a.xlsm", "macros"),
        (xlsx([["name", "name"], ["A", "B"]]), "a.xlsx", "Two columns are called name"),
        (xlsx([]), "a.xlsx", "no row"),
        (packed(readme="x"), "a.zip", "neither"),
        (b"PK\x03\x04broken", "a.docx", "damaged"),
        (b"%PDF-1.7 broken", "a.pdf", "cannot be read"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "a.doc", "old kind"),
        (b"no mail", "a.eml", "no mail"),
        (b"a\x00b", "a.csv", "cannot be read here"),
        (b"name\n" + b"a\n" * (limits.ROWS + 200), "a.csv", "more than 20,000 rows"),
        (b"text\n" + b"a" * (limits.TEXT_LETTERS + 1), "a.csv", "cannot be read"),
    ],
)  # fmt: skip
def test_hostile_and_broken_files_are_refused_in_words(data, name, said):
    with pytest.raises(Unreadable, match=said):
        rows_in(data, name)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(limits, "WORKER_S", 0.01)
    with pytest.raises(Unreadable, match="time and memory"):
        rows_in(b"name\nA\n", "a.csv")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
def test_a_file_that_takes_too_much_memory_is_given_up(monkeypatch):
    monkeypatch.setattr(limits, "WORKER_BYTES", 50_000_000)
    with pytest.raises(Unreadable, match="time and memory"):
        rows_in(b"name,text\n" + b"A,b\n" * 19_000, "a.csv")


WINDOW = Window(
    opens_at=datetime(2026, 10, 1, tzinfo=UTC),
    closes_at=datetime(2026, 11, 1, tzinfo=UTC),
    questions=(
        Asked("views"),
        Asked("support", {"yes": "Yes", "no": "No"}, required=True),
        Asked("uses", {"walk": "I walk", "farm": "I farm"}, several=True),
    ),
    text_code="views",
    respondents={"resident": "Somebody who lives here"},
)
NOW = datetime(2026, 11, 10, tzinfo=UTC)


def test_a_row_becomes_answers_and_a_late_one_is_marked_not_dropped():
    row = {"Email": "ann@example.org", "Date": "02/11/2026", "support": "YES", "uses": "walk; I farm", "text": "Hedges"}
    found = checked([row | {"publish": "yes", "respondent": "resident"}], WINDOW, arrived_at=NOW)
    assert not found.problems
    one = found.rows[0]
    assert (one.number, one.late, one.may_publish, one.respondent) == (2, True, True, "resident")
    assert one.texts == {"views": "Hedges"}
    assert one.chosen == {"support": ("yes",), "uses": ("walk", "farm")}
    assert [str(remark) for remark in found.remarks] == [
        "Row 2: sent after the activity had closed. What is late is taken in and marked so."
    ]


def test_rows_that_are_late_are_told_together():
    days = ["02/11/2026", "02/11/2026", "20/10/2026", "03/11/2026"]
    rows = [{"text": f"Hedges {at}", "support": "yes", "date": day} for at, day in enumerate(days)]
    assert [remark.where for remark in checked(rows, WINDOW, arrived_at=NOW).remarks] == ["Rows 2 to 3, 5"]


def test_everything_that_is_wrong_is_in_one_list():
    rows = [
        {"mail": "ann", "postcode": "ME", "date": "soon", "support": "perhaps", "colour": "red", "publish": "maybe"},
        {"mail": "", "support": ""},
        {"date": "2027-01-01", "support": "no"},
    ]
    said = "\n".join(str(one) for one in checked(rows, WINDOW, arrived_at=NOW).problems)
    for words in (
        "Column colour: it is not known.",
        "Row 2: the mail address ann is none.",
        "Row 2: the postcode ME is none.",
        "Row 2: the date soon cannot be read.",
        "Row 2: publish is maybe.",
        "Row 2: support is perhaps, which cannot be chosen. Write one of: yes, no.",
        "Row 3: nothing is answered.",
        "Row 4: the date 2027-01-01 is still to come.",
    ):
        assert words in said


def test_a_table_without_a_question_that_has_to_be_answered_is_refused():
    said = [str(one) for one in checked([{"uses": "walk"}], WINDOW, arrived_at=NOW).problems]
    assert said == ["Column support: it is missing, and the question has to be answered. Add it."]


def test_the_same_words_from_the_same_person_are_named():
    rows = [
        {"mail": "a.b@gmail.com", "text": "Hedges!"},
        {"mail": "ab@gmail.com", "text": "hedges"},
        {"text": "Hedges"},
    ]
    found = checked(rows, WINDOW, arrived_at=NOW)
    assert repeats(found.rows) == {3: 2}


@pytest.mark.parametrize("words", ["2026-11-02", "02/11/2026", "2 November 2026", "2026-11-02T12:00:00+00:00"])
def test_dates_are_read_as_people_write_them(words):
    assert moment(words) == datetime(2026, 11, 2, 12, tzinfo=UTC)
