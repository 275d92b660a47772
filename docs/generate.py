"""Write the reference pages that are said in the code already; `--check` fails where a page is out of date."""

import ast
import importlib
import inspect
import itertools
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import click
import django
from django.urls import URLPattern, URLResolver, get_resolver

from lnrs import errors, model
from lnrs.cli import lnrs
from lnrs.law import law_manual
from lnrs.layers.catalogue import catalogue
from lnrs.network import crosswalk, folder, settlements
from lnrs.strategy import rule, scenario
from lnrs.strategy.schema import MAY_BE_BLANK, hints, required

REFERENCE = Path(__file__).parent / "reference"
SITE = Path(__file__).resolve().parents[1] / "src" / "lnrs_web"

FOLDER_FILES = (
    ("strategy.toml `[strategy]`", model.StrategyRecord),
    ("strategy.toml `[strategy.contact]`", model.Contact),
    ("strategy.toml `[mapping]`", model.Mapping),
    ("strategy.toml `[procedure]`", model.Procedure),
    ("strategy.toml `[[theme]]`", model.Theme),
    ("priorities.csv", model.Priority),
    ("measures.csv", model.PotentialMeasure),
    ("species.csv", model.Species),
    ("funding.csv", model.FundingRoute),
    ("metric_habitats.csv", model.MetricHabitat),
    ("rules/REF.toml", rule.Rule),
    ("rules/REF.toml `[eligible]`", rule.Eligible),
    ("rules/REF.toml `where` in `[eligible]`", rule.Share),
    ("rules/REF.toml `[exclude]`", rule.Exclude),
    ('rules/REF.toml `[[criteria]]` with `kind = "distance"`', rule.DistanceTo),
    ('rules/REF.toml `[[criteria]]` with `kind = "share"`', rule.ShareOf),
    ('rules/REF.toml `[[criteria]]` with `kind = "slope"`', rule.Slope),
    ('rules/REF.toml `[[criteria]]` with `kind = "elevation"`', rule.Elevation),
    ('rules/REF.toml `[[criteria]]` with `kind = "connectivity"`', rule.Connectivity),
    ('rules/REF.toml `[[criteria]]` with `kind = "corridor"`', rule.Corridor),
    ('rules/REF.toml `[[criteria]]` with `kind = "bottleneck"`', rule.Bottleneck),
    ('rules/REF.toml `[[criteria]]` with `kind = "benefit"`', rule.Benefit),
    ("rules/REF.toml `[select]`", rule.Select),
    ("scenarios/NAME.toml", scenario.Scenario),
    ("scenarios/NAME.toml `[[budget]]`", scenario.Budget),
    ("scenarios/NAME.toml `[[target]]`", scenario.Target),
    ("scenarios/NAME.toml `[[development]]`", scenario.Development),
    ("scenarios/NAME.toml `[[loss]]`", scenario.Loss),
    ("scenarios/costs.csv", scenario.MeasureCost),
)

NETWORK_FILES = (
    ("network.toml", folder.NetworkFile),
    ("network.toml `[[source]]`", folder.NetworkSource),
    ("crosswalk/NN.csv", crosswalk.CrosswalkRow),
    ("settlements.csv", settlements.Settlement),
)

UNITS = {"m": "metres", "m2": "square metres", "ha": "hectares", "deg": "degrees", "gbp": "pounds"}
"""The unit that the end of a field's name stands for."""

COLUMN_KINDS = {"int": "whole number", "bool": "yes or no"}
"""Kinds of a layer's column that need other words."""

SITE_PARTS = {
    "pages.urls": ("Pages of no area", "everyone"),
    "england.urls": ("England", "everyone; pages of other sites may read its files too"),
    "strategy.urls": ("A strategy", "everyone"),
    "search.urls": ("Search", "everyone"),
    "atlas.urls": ("The map", "everyone"),
    "engagement.urls": (
        "Have your say",
        "everyone; what somebody wrote, only with their cookie or the link that was mailed to them",
    ),
    "petition.urls": (
        "Petitions",
        "everyone; a signature, only with the link that was mailed to whoever signed",
    ),
    "petition.desk_urls": (
        "Petitions at the desk",
        "officers of the area and administrators, and moderators for signatures and paper, with a second factor",
    ),
    "land.urls": ("My land", "everyone"),
    "land.kept_urls": ("Land that is kept", "people who sign in; each sees only what is their own"),
    "briefings.urls": ("Briefings", "everyone"),
    "briefings.mail_urls": ("Briefings by mail", "whoever has the link of a mail"),
    "briefings.desk_urls": (
        "Briefings at the desk",
        "officers of the area and administrators, with a second factor",
    ),
    "delivery.urls": ("Delivery", "everyone"),
    "delivery.account_urls": (
        "Projects of one's own",
        "people who sign in; each sees only what is their own",
    ),
    "delivery.desk_urls": (
        "Delivery at the desk",
        "officers of the area and administrators, with a second factor",
    ),
    "gain_sites.urls": ("Gain sites", "everyone"),
    "gain_sites.account_urls": (
        "Gain sites and units of one's own",
        "people who sign in; each sees only what is their own",
    ),
    "gain_sites.desk_urls": (
        "Gain sites at the desk",
        "officers of the area and administrators, with a second factor",
    ),
    "planning.urls": ("Planning check", "everyone; whoever has the key of a check may read it"),
    "newsletter.urls": ("The newsletter", "everyone; to confirm and to leave, whoever has the link that was mailed"),
    "newsletter.desk_urls": ("The newsletter at the desk", "editors and officers of the area, with a second factor"),
    "newsroom.urls": ("Find out more", "everyone, once a page is published"),
    "newsroom.file_urls": ("Pictures and files of pages", "everyone"),
    "newsroom.editor_urls": (
        "Pages at the desk",
        "editors and officers of the area, with a second factor; all that Wagtail has lies behind this address",
    ),
    "nutrients.urls": ("Nutrient budgets and credits", "everyone"),
    "nutrients.own_urls": ("Applications for credits", "people who sign in; each sees only what is their own"),
    "nutrients.desk_urls": (
        "Credits at the desk",
        "officers of the area and administrators, with a second factor",
    ),
    "procedure.urls": ("The procedure", "everyone"),
    "public_land.urls": ("Public land", "everyone, once the land or the report is published"),
    "thirty_by_thirty.urls": ("30 by 30", "everyone; whoever has the link of a suggestion may prove it"),
    "thirty_by_thirty.england_urls": ("30 by 30 in England", "everyone"),
    "targets.urls": ("Statutory targets", "everyone"),
    "targets.england_urls": ("Statutory targets in England", "everyone"),
    "procedure.reply_urls": ("Replies of authorities", "whoever has the link that an authority was mailed"),
    "editions.urls": ("Files of an edition", "everyone, once the edition is published"),
    "open_data.urls": ("Open data", "everyone; pages of other sites may read it too"),
    "accounts.urls": ("Accounts", "people who sign in; each sees only what is their own"),
    "engagement.desk.urls": (
        "Have your say at the desk",
        "officers of the area, those with a role in it, and administrators, with a second factor",
    ),
    "moderation.urls": (
        "Responses",
        "officers of the area, those with a role in it, and administrators, with a second factor",
    ),
    "moderation.public_urls": ("What became of what people said", "everyone"),
    "procedure.desk_urls": (
        "The procedure at the desk",
        "officers of the area, those with a role in it, and administrators, with a second factor",
    ),
    "public_land.desk_urls": (
        "Public land at the desk",
        "officers of the area, those with a role in it, and administrators, with a second factor",
    ),
    "thirty_by_thirty.desk_urls": (
        "30 by 30 at the desk",
        "officers of the area, those with a role in it, and administrators, with a second factor",
    ),
    "accounts.people_urls": ("People and roles", "officers of the area and administrators, with a second factor"),
    "desk.urls": (
        "The desk",
        "officers of the area, those with a role in it, and administrators, with a second factor",
    ),
    "retention.urls": ("How long things are kept", "everyone"),
    "status.urls": ("Status", "everyone"),
}
"""Where the site's addresses are written down, in the order of the page: what each part is called, who may see it."""

TOLD_HERE = {
    "accessibility": "The accessibility statement.",
    "contact": "How to reach whoever runs the site, and the authority of each strategy.",
    "cookies": "The cookies that there are, and when.",
    "privacy": "The privacy notice: what is kept of whom, and how long.",
    "terms": "What may be done with what the site shows.",
    "account_login": "Asks for a mail address, and sends it a code.",
    "account_request_login_code": "Asks for a mail address, and sends it a code.",
    "account_confirm_login_code": "Takes the code.",
    "mfa_authenticate": "Takes a code from the authenticator app, or a recovery code.",
    "account_logout": "Asks whether to sign out, and signs out.",
    "account_inactive": "Says that the account is closed.",
    "account_request_reauthentication_code": "Sends a code again, before something that matters is changed.",
    "account_confirm_reauthentication_code": "Takes that code.",
    "mfa_reauthenticate": "Takes a code from the app again, before something that matters is changed.",
    "mfa_index": "The second factor: whether there is one, and its recovery codes.",
    "mfa_activate_totp": "Sets an authenticator app up.",
    "mfa_deactivate_totp": "Takes the authenticator app away.",
    "mfa_view_recovery_codes": "The recovery codes that are left.",
    "mfa_generate_recovery_codes": "Makes new recovery codes in place of the old.",
    "mfa_download_recovery_codes": "The recovery codes as a file.",
    "sitemap": "Pages of the current editions, for search engines.",
}
"""What an address is whose view is Django's or allauth's, or one of several, by its name."""


def command_line() -> str:
    """Every command with its own help."""
    parts = ["# The command line", "", "```text", _help(lnrs, "lnrs"), "```", ""]
    for name, command in _commands(lnrs, "lnrs"):
        parts += [f"## {name}", "", "```text", _help(command, name), "```", ""]
    return "\n".join(parts)


def _commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group with its full name; a group stands before its commands."""
    for own, command in sorted(group.commands.items()):
        yield f"{name} {own}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{name} {own}")


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    return command.get_help(context).replace("\x08\n", "")


def strategy_folder() -> str:
    """Every key and column of the strategy folder, from the records that it is checked against."""
    opening = (
        "# The strategy folder\n\n"
        "A key or column that is not listed here is refused; one that is optional may be left out. The layers that a "
        "rule can name, and the words in them, are under [Layers](layers.md).\n\n"
        "- In a table (`.csv`) columns stand in any order, optional cells may be empty, and a date may be written "
        "01/10/2026 too. All five tables of the strategy have to be there, if only with their "
        "first row; `scenarios/` need not.\n"
        "- In a `.toml` file text stands in quotation marks, and several values in square brackets: "
        '`["one", "another"]`. Dates, numbers, true and false have no quotation marks.\n'
    )
    return "\n".join([opening, *map(_of_file, FOLDER_FILES)])


def network_folder() -> str:
    """Every key and column of the network folder, from the records that it is checked against."""
    opening = (
        "# The network folder\n\n"
        "What `lnrs network` works on: the list of the strategies that are joined, which you write, and two kinds of "
        "tables that the commands write and people edit. A key or column that is not listed here is refused. [Agree "
        "across a border](../how-to/agree-across-a-border.md) goes through it.\n"
    )
    return "\n".join([opening, *map(_of_file, NETWORK_FILES)])


def _of_file(file: tuple[str, type]) -> str:
    title, record = file
    about = inspect.cleandoc(record.__doc__ or "")
    return f"## {title}\n\n{about}\n\n{_fields_table(record, in_table=title.endswith('.csv'))}\n"


def _fields_table(record: type, *, in_table: bool) -> str:
    notes = attribute_notes(record)
    lines = ["| name | what to write | needed | meaning |", "| --- | --- | --- | --- |"]
    for one in fields(record):
        what = in_words(one.name, hints(record)[one.name], in_table=in_table)
        needed = _needed(record, one.name, one.default, in_table=in_table)
        lines.append(f"| `{one.name}` | {what} | {needed} | {notes.get(one.name, '')} |")
    return "\n".join(lines)


def in_words(name: str, hint: Any, *, in_table: bool) -> str:
    """What is to be written for a field: of which kind, how many, in which unit."""
    if get_origin(hint) is Literal:
        options = ", ".join(f"`{option}`" for option in get_args(hint))
        return options if len(get_args(hint)) == 1 else f"one of: {options}"
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        if is_dataclass(item) or get_origin(item) is UnionType:
            return "tables, see below"
        each = "" if item is str else f", each {in_words(name, item, in_table=in_table)}"
        return ("several, separated by `;`" if in_table else "several, in square brackets") + each
    if is_dataclass(hint):
        return "a table, see below"
    words = {
        str: "text",
        bool: "yes or no" if in_table else "true or false",
        int: "whole number",
        float: "number",
        date: "date, YYYY-MM-DD",
    }
    unit = UNITS.get(name.rpartition("_")[2], "") if hint in (int, float) else ""
    return f"{words[hint]}, {unit}" if unit else words[hint]


def _needed(record: type, name: str, default: Any, *, in_table: bool) -> str:
    if name in required(record):
        return "**required**" + (", may be empty" if (record, name) in MAY_BE_BLANK else "")
    if default is MISSING or default in ("", (), None):
        return "optional"
    if isinstance(default, bool):
        default = ("no", "yes")[default] if in_table else str(default).lower()
    return f"optional; otherwise `{f'{default:g}' if isinstance(default, float) else default}`"


def attribute_notes(record: type) -> dict[str, str]:
    """The sentence written under each field of a record in its source."""
    tree = ast.parse(inspect.getsource(sys.modules[record.__module__]))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == record.__name__)
    return {
        field.target.id: " ".join(inspect.cleandoc(note.value.value).split())
        for field, note in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(note, ast.Expr)
        and isinstance(note.value, ast.Constant)
        and isinstance(note.value.value, str)
    }


def layers() -> str:
    """Every layer's contract and sources."""
    parts = [
        "# Layers\n\n"
        "What a data set has to be to enter a strategy folder, and where it can be fetched from. A source marked "
        "*unverified* is an address in public use that has not been confirmed against the service's own description.\n"
    ]
    for layer in catalogue().values():
        columns = "\n".join(
            f"| `{one.name}` | {COLUMN_KINDS.get(one.kind, one.kind)} | {'yes' if one.required else 'no'} "
            f"| {', '.join(one.oneof)} |"
            for one in layer.columns
        )
        sources = "\n".join(
            f"- {one.type}: <{one.url}>{'' if one.verified else ' (*unverified*)'}{' ' + one.note if one.note else ''}"
            for one in layer.sources
        )
        table = (
            f"| column | kind | required | only these values |\n| --- | --- | --- | --- |\n{columns}\n"
            if columns
            else ""
        )
        parts.append(
            f"## {layer.id}\n\n{layer.title}. {layer.geometry}; {layer.publisher}; {layer.licence.id}."
            f"{' Sensitive: published only as coarsely as its own rule says.' if layer.sensitive else ''}\n\n"
            f"{table}\n{sources or '- No public service offers it: add it with `lnrs add`.'}\n"
        )
    return "\n".join(parts)


def exit_codes() -> str:
    """Every error that a user can meet, with its exit code."""
    kinds = sorted(_errors(), key=lambda kind: kind.exit_code)
    rows = "\n".join(
        f"| {kind.exit_code} | {kind.summary} | {inspect.cleandoc(kind.__doc__ or '')} |" for kind in kinds
    )
    return (
        "# Exit codes\n\n"
        "0 is done, 2 is wrong arguments, 130 is stopped by Ctrl-C. Every other mistake prints one list of all "
        "that is wrong, and nothing has been written.\n\n| code | it says | it means |\n| --- | --- | --- |\n"
        + rows
        + "\n"
    )


def _errors() -> Iterator[type[errors.LnrsError]]:
    yield from (
        kind
        for kind in vars(errors).values()
        if inspect.isclass(kind) and issubclass(kind, errors.LnrsError) and kind is not errors.LnrsError
    )


def site_addresses() -> str:
    """Every address of the site, from the table that the site itself finds its pages by."""
    parts = [
        "# Addresses of the site\n\n"
        "What stands in `<...>` is filled in: `<area>` is an area's name as in `kent-and-medway`, `<identity>` an "
        "edition's identity, `<ref>` the reference of a priority or measure, `<kind>` one of `parish`, `ward`, "
        "`district` and `constituency`, and `<code>` its code.\n\n"
        "Pages and files of an area show its current edition, or the one that `?edition=<identity>` names; that "
        "address shows the same for ever. What is not there is answered 404, what cannot be read 400 with every "
        "reason, and whoever asks too often 429.\n"
    ]
    for module, (title, who) in SITE_PARTS.items():
        about = inspect.cleandoc(importlib.import_module(f"lnrs_web.{module.split('.')[0]}").__doc__ or "")
        if rows := [f"| `{address}` | {what} |" for address, what in addresses_of(module).items()]:
            table = "\n".join(["| address | what it is |", "| --- | --- |", *rows])
            parts.append(f"## {title}\n\n{about}\n\nFor {who}.\n\n{table}\n")
    return "\n".join(parts)


def site_modules() -> dict[str, URLResolver]:
    """The parts of the site that have addresses, by the modules that these are written down in."""
    parts = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver)]
    return {one.urlconf_module.__name__.removeprefix("lnrs_web."): one for one in parts}


def addresses_of(module: str) -> dict[str, str]:
    """The addresses of a part of the site, each with what it is; one with and without a slash at its end once."""
    found: dict[str, str] = {}
    if part := site_modules().get(module):
        for address, what in _below(part, f"/{part.pattern}"):
            if not {address, address.rstrip("/"), f"{address}/"} & set(found):
                found[address] = what
    return found


def _below(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            if what := _what(one):
                yield _readable(f"{before}{one.pattern}"), what
        elif one.app_name == "ninja":
            yield from _operations()


def _operations() -> Iterator[tuple[str, str]]:
    """The addresses of the JSON interface, from its own definition."""
    from lnrs_web.open_data.api import api

    for address, operations in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        yield re.sub(r"\{(\w+)\}", r"<\1>", address), " ".join(operations["get"]["description"].split())


def _readable(route: str) -> str:
    """A pattern of an address as a person writes the address.

    >>> _readable(r"/^ogc/collections/(?P<name>[-\\w.]+)/items$")
    '/ogc/collections/<name>/items'
    """
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    return re.sub(r"<\w+:(\w+)>", r"<\1>", route).translate(str.maketrans("", "", "^$?\\"))


def _what(pattern: URLPattern) -> str:
    """What an address is: the first sentence of its view. One that only says that there is nothing has none."""
    if pattern.name in TOLD_HERE:
        return TOLD_HERE[pattern.name]
    about = inspect.cleandoc(pattern.callback.__doc__ or "").split("\n\n")[0]
    return "" if pattern.callback.__name__ == "nothing" else " ".join(about.split())


def site_settings() -> str:
    """Every setting of the site, from the text at the head of its settings."""
    about = ast.get_docstring(ast.parse((SITE / "config" / "settings.py").read_text(encoding="utf-8"))) or ""
    entries = re.findall(r"^(LNRS_\w+) +(.+?)(?=\nLNRS_|\Z)", about, re.MULTILINE | re.DOTALL)
    parts = [
        "# Settings of the site\n\n"
        "Each is a variable of the environment that `lnrs-web` is started in. None of them is needed to try the site "
        "on one machine. [Run the site](../how-to/run-the-site.md) tells when to set them.\n\n"
        "| setting | what it is | otherwise |\n| --- | --- | --- |"
    ]
    for name, text in entries:
        what, _, otherwise = " ".join(text.split()).removesuffix(")").partition(" (default: ")
        parts.append(f"| `{name}` | {what} | {otherwise} |")
    return "\n".join(parts)


PAGES = {
    "command-line.md": command_line,
    "strategy-folder.md": strategy_folder,
    "network-folder.md": network_folder,
    "layers.md": layers,
    "exit-codes.md": exit_codes,
    "law.md": law_manual,
    "site-addresses.md": site_addresses,
    "site-settings.md": site_settings,
}


def main() -> None:
    """Write the pages, or with `--check` name those that are out of date and fail."""
    assert all(is_dataclass(record) for _, record in FOLDER_FILES)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="lnrs_web.config.settings", LNRS_SITE=folder, LNRS_DATABASE="")
        django.setup()
        _write()


def _write() -> None:
    stale = [name for name, page in PAGES.items() if _differs(REFERENCE / name, page().rstrip() + "\n")]
    if "--check" in sys.argv:
        sys.exit(f"Out of date: {', '.join(stale)}. Run `make generated`." if stale else 0)
    for name in stale:
        (REFERENCE / name).write_text(PAGES[name]().rstrip() + "\n", encoding="utf-8")


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


if __name__ == "__main__":
    main()
