"""What an officer reads after a mistake in strategy.toml: the line and what to do.

Each case starts from the folder that `lnrs new kent` writes, makes the change named and gives the list that appears.
"""

from datetime import date
from pathlib import Path

import pytest

from lnrs import strategy
from lnrs.errors import StrategyProblems

SETTINGS = "strategy.toml"


@pytest.fixture
def folder(tmp_path):
    return strategy.new("kent", tmp_path / "kent", date(2026, 10, 1))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Put `new` where `old` stands first, as a person with a text editor would."""
    text = (folder / file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def said(folder: Path) -> list[str]:
    with pytest.raises(StrategyProblems) as refusal:
        strategy.read(folder)
    return [str(problem) for problem in refusal.value.problems]


MISTAKES_IN_SETTINGS = [
    (
        "area = 40",
        'area = "Kent"',
        "strategy.toml:8: area must be a whole number between 1 and 48, not 'Kent'. Kent and Medway is 40.",
    ),
    (
        "area = 40",
        'area = "Wessex"',
        "strategy.toml:8: area must be a whole number between 1 and 48, not 'Wessex'. "
        "Is it Greater Essex (34) or West Sussex (47)?",
    ),
    ("area = 40", "area = 52", "strategy.toml:8: area must be a whole number between 1 and 48, not 52."),
    ("area = 40", "area = true", "strategy.toml:8: area must be a whole number between 1 and 48, not true."),
    ("\ntitle", "\ntitel", "strategy.toml:10: titel is not a key of [strategy]. Did you mean title?"),
    (
        'edition = "draft-1"\n',
        "",
        "strategy.toml:6: edition is missing from [strategy]. It must be text in quotation marks.",
    ),
    (
        'edition = "draft-1"',
        'edition = " "',
        "strategy.toml:12: edition is empty. It must be text in quotation marks.",
    ),
    (
        "as_of = 2026-10-01",
        'as_of = "1 October 2026"',
        "strategy.toml:14: as_of must be a date such as 2026-10-01, not '1 October 2026'.",
    ),
    (
        'status = "draft"',
        'status = "drafted"',
        "strategy.toml:16: status must be one of draft, consultation draft, final or published, not 'drafted'. "
        "Did you mean draft?",
    ),
    (
        "invented = false",
        'invented = "no"',
        "strategy.toml:18: invented must be true or false, without quotation marks, not 'no'.",
    ),
    (
        "# [strategy.contact]",
        '[strategy.contact]\nname = "Us"\nemail = "ask us"',
        "strategy.toml:25: 'ask us' is not an e-mail address.",
    ),
    (
        "# [strategy.contact]",
        '[strategy.contact]\nname = "Us"\nemail = "us@example.org"\nurl = "javascript:alert(1)"',
        "strategy.toml:26: 'javascript:alert(1)' is not a web address. It begins with https://.",
    ),
    (
        "# [strategy.contact]",
        '[strategy.contact]\nname = "Us"',
        "strategy.toml:23: email is missing from [strategy.contact]. It must be text in quotation marks.",
    ),
    ("[strategy]\n", "", "strategy.toml:7: [strategy] is missing. Put it on a line of its own before area."),
    (
        "[mapping]",
        "[maping]",
        "strategy.toml:28: 'maping' is not a table or key of strategy.toml. Did you mean mapping?",
    ),
    (
        'units = "land_parcels"',
        'units = "parcels"',
        "strategy.toml:30: units must be land_parcels or squares, not 'parcels'. Did you mean land_parcels?",
    ),
    (
        "square_m = 250",
        "square_m = 255",
        "strategy.toml:32: square_m must be a multiple of 10, the grid's cell in metres, not 255.",
    ),
    (
        "smallest_piece_m2 = 100",
        "smallest_piece_m2 = -1",
        "strategy.toml:34: smallest_piece_m2 must be 0 or more, not -1.",
    ),
    (
        "smallest_piece_m2 = 100",
        "smallest_piece_m2 = nan",
        "strategy.toml:34: smallest_piece_m2 must be a number, not nan.",
    ),
    (
        "[procedure]",
        "[procedure]\nconsultation_opened = 2026-05-01\nconsultation_closed = 2026-04-01",
        "strategy.toml:38: the consultation closed before it opened. Check both dates.",
    ),
    (
        "[procedure]",
        '[procedure]\nsupporting_authorities = ["Natural England", " "]',
        "strategy.toml:37: the name of a supporting authority is empty. Write it, or take it out.",
    ),
    ('"#7a9a01"', '"green"', "strategy.toml:67: colour must be as #rrggbb, not 'green'. Such as \"#2f7d4f\"."),
    (
        "[[theme]]",
        "[theme]",
        "strategy.toml:63: a theme must be a table in a list. Write [[theme]], with two brackets.",
    ),
    (
        '"#7a9a01"',
        '"#7a9a01"\n[[theme]]\nprefix = "GL"\nname = "Glades"\naim = "More."\ncolour = "#000000"',
        "strategy.toml:69: two themes have the prefix 'GL'. Each theme needs its own.",
    ),
    (
        '"#7a9a01"',
        '"#7a9a01"\n[[theme]]\nprefix = "MAY"\nname = "May"\naim = "More."\ncolour = "#000000"',
        "strategy.toml:69: prefix 'MAY' is the name of a month. A spreadsheet would turn MAY1 into a date. "
        "Choose other letters.",
    ),
    (
        '"#7a9a01"',
        '"#7a9a01"\n[[theme]]\nprefix = "W&T"\nname = "Woods"\naim = "More."\ncolour = "#000000"',
        "strategy.toml:69: prefix must be one to six capital letters, not 'W&T'. Such as GL.",
    ),
    # what is no TOML at all
    ('title = "L', "title = “L", 'strategy.toml:10: there are curly quotation marks. Use straight ones: "like this".'),
    (
        'title = "L',
        "title = L",
        'strategy.toml:10: what follows = is not a value. Put text in straight quotes: title = "The title".',
    ),
    (' and Medway"', "", "strategy.toml:10: a quotation mark is opened and not closed. Close it."),
    (
        '"Local',
        '"Local" plan',
        'strategy.toml:10: something is left over after the value. Inside quotation marks, write \\" for one.',
    ),
    (
        '"Local',
        '"C:\\Local',
        "strategy.toml:10: a backslash stands inside double quotes. Use single quotes, or / in place of it.",
    ),
    ("area = 40", "area = 40\narea = 41", "strategy.toml:9: this key is given twice. Keep one of them."),
    ("[mapping]", "[strategy]", "strategy.toml:28: this table is given twice. Put its keys together in one."),
    (
        "[mapping]",
        "[mapping",
        "strategy.toml:28: the name of a table is not closed with ]. Write [name], or [[name]] for a list.",
    ),
    ("area = 40", "area 40", 'strategy.toml:8: there is no = after the key. Write key = "value".'),
    ("as_of = 2026-10-01", "as_of = 2026-13-01", "strategy.toml:14: there is no such date. Write it as 2026-10-01."),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES_IN_SETTINGS)
def test_a_mistake_in_the_settings_is_said_once_with_its_line(folder, old, new, message):
    change(folder, SETTINGS, old, new)
    assert said(folder) == [message]
