"""What may have to be taken out before a text is public, found by patterns. A suggestion only: a person decides.

The kinds are those that the Planning Inspectorate takes out of representations, with the homes of protected animals.
"""

import re
from collections.abc import Iterator

from lnrs_web.analysis.redaction import Span

_STREETS = (
    "street|st|road|rd|lane|ln|avenue|ave|drive|close|court|crescent|gardens|grove|hill|mews|place|row|square|terrace|"
    "way|walk|rise|green|park|cottages?|villas?"
)
_HEALTH = (
    "cancer|dementia|alzheimer'?s|parkinson'?s|epilep\\w+|diabet\\w+|asthma\\w*|depress\\w+|anxiety|autis\\w+|adhd|"
    "disab(?:led|ility|ilities)|wheelchair|chemotherapy|stroke|"
    "heart (?:attack|condition|disease)|pregnan\\w+|mental health|surgery|hospital|"
    "my (?:illness|condition|diagnosis|medication)|diagnos\\w+|multiple sclerosis|hiv|copd"
)
_ANIMAL = re.compile(
    r"\b(?:badger|fox|otter|beaver|bat|owl|osprey|kite|falcon|peregrine|harrier|goshawk|kingfisher|nightjar|dormouse|"
    r"dormice|newt|adder|raptor|turtle dove|hobby|eagle)s?\b",
    re.I,
)
_HOME = re.compile(
    r"\b(?:roosting|nest|nests|nesting|holts?|dens?|lairs?|hibernacul(?:um|a)|breed|breeds|breeding)\b", re.I
)
_HOME_ALONE = re.compile(r"\b(?:setts?|roosts?|nest sites?)\b", re.I)
_SENTENCE = re.compile(r"[^.!?\n]+")
_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_MONTHS += "|nov(?:ember)?|dec(?:ember)?"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS}),? \d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}})"

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (category, re.compile(pattern, flags))
    for category, pattern, flags in (
        ("mail", r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.I),
        (
            "link",
            r"(?<![\w./])(?:https?://|www\.)(?![\w.-]{0,80}\.gov\.uk(?:[/\s]|$))[^\s<>()\"]+[^\s<>()\".,;:!?]",
            re.I,
        ),
        ("phone", r"(?<![\w£.])(?:\+44 ?(?:\(0\) ?)?|\(?0)\d(?:[ ()-]{0,2}\d){8,9}(?!\w)", 0),
        (
            "national_insurance",
            r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d\d ?){3}[A-D]\b",
            re.I,
        ),
        ("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.I),
        ("grid_reference", r"\b(?:[HJNOST][A-HJ-Z]) ?(?:\d{3} ?\d{3}|\d{4} ?\d{4}|\d{5} ?\d{5})\b", 0),
        ("address", rf"\b(?:flat \d+\w?,? )?\d{{1,4}}[a-z]?,? (?:[A-Z][\w'’-]* ){{1,4}}(?i:{_STREETS})\b", 0),
        ("name", r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Lady|Cllr|Councillor|Rev)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?", 0),
        ("name", r"(?<=[Mm]y name is )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}", 0),
        (
            "name",
            r"(?<=Yours sincerely,\n)[^\n]{2,60}|(?<=Yours faithfully,\n)[^\n]{2,60}|(?<=Regards,\n)[^\n]{2,60}",
            re.I,
        ),
        ("age", r"\b(?:aged?|i am|i'm|she is|he is) \d{1,3}(?: years? old)?\b|\b\d{1,3}[ -]years?[ -]old\b", re.I),
        ("age", rf"\b(?:born(?: on)?|date of birth:?|dob:?) {_DATE}", re.I),
        ("health", rf"\b(?:{_HEALTH})\b", re.I),
    )
)


def suggestions(text: str) -> list[Span]:
    """The parts of a text that a person should look at, in order; of parts that overlap the longest is given."""
    found: set[Span] = set()
    for category, pattern in PATTERNS:
        for match in pattern.finditer(text):
            words = match.group()
            start = match.start() + len(words) - len(words.lstrip())
            if words.strip():
                found.add(Span(start, start + len(words.strip()), category))
    found.update(_homes(text))
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start - one.end, one)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept)


def _homes(text: str) -> Iterator[Span]:
    """The sentences that say where a protected animal lives: it is the sentence that says where."""
    for match in _SENTENCE.finditer(text):
        words = match.group()
        if _HOME_ALONE.search(words) or (_HOME.search(words) and _ANIMAL.search(words)):
            start = match.start() + len(words) - len(words.lstrip())
            yield Span(start, start + len(words.strip()), "wildlife")
