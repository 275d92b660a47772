import pytest

from lnrs.strategy.text_file import SAVE_AS_UTF8, read_text


def told(path, **how) -> list[str]:
    return [str(problem) for problem in read_text(path, "notes.md", **how)[1]]


@pytest.mark.parametrize(
    "raw",
    ["é\nü\n".encode(), "é\nü\n".encode("utf-8-sig"), "é\r\nü\r\n".encode(), "é\rü\r".encode()],
    ids=["plain", "with a mark", "Windows", "old Macintosh"],
)
def test_text_reads_alike_from_every_system(tmp_path, raw):
    (tmp_path / "notes.md").write_bytes(raw)
    assert read_text(tmp_path / "notes.md", "notes.md") == ("é\nü\n", [])


def test_text_in_the_windows_encoding_is_a_problem_yet_can_be_gone_on_with(tmp_path):
    (tmp_path / "notes.md").write_bytes("plain\nthe Château’s meadow\nplain\ncafé\n".encode("cp1252"))
    text, (problem,) = read_text(tmp_path / "notes.md", "notes.md")
    assert text == "plain\nthe Château’s meadow\nplain\ncafé\n"
    assert str(problem) == (
        "notes.md:2: this line is not UTF-8 text (the first of 2 such lines); "
        f"in the older Windows encoding it says 'Château’s'. {SAVE_AS_UTF8}"
    )


@pytest.mark.parametrize("spoilt", ["Itâ€™s", "cafÃ©", "5Â° and Â£5", "caf\ufffd"])
def test_letters_that_were_spoilt_on_the_way_are_pointed_out(tmp_path, spoilt):
    (tmp_path / "notes.md").write_text(f"fine\n{spoilt}\n", encoding="utf-8")
    (line,) = told(tmp_path / "notes.md")
    assert line.startswith("notes.md:2: '")
    assert line.endswith("stands where a change of encoding has spoilt a character. Type it again.")


@pytest.mark.parametrize("word", ["São Tomé", "Âme", "Ångström", "ŷ", "naïve – “quoted” … £5 • 5 °C m²"])
def test_letters_of_other_languages_are_not_taken_for_spoilt_ones(tmp_path, word):
    (tmp_path / "notes.md").write_text(word, encoding="utf-8")
    assert told(tmp_path / "notes.md") == []


def test_a_missing_file_says_what_to_put_there(tmp_path):
    assert told(tmp_path / "notes.md", make="Write it.") == ["notes.md: the file is missing. Write it."]


def test_a_folder_in_place_of_a_file_is_a_problem(tmp_path):
    assert told(tmp_path) == ["notes.md: the file cannot be read (Is a directory). Check that it may be opened."]
