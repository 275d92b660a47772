"""The command `lnrs nutrients`: arguments only, and one library call for each thing it can do."""

from pathlib import Path

import click

from lnrs.console import print_json, print_table, say_lines
from lnrs.options import FILE, as_json


@click.command()
@click.argument("development", type=FILE)
@click.option("--rules", "name", help="A set of rules by its name (default: that in use on the development's day).")
@click.option(
    "--by",
    type=click.Choice(["calculator", "assessor"]),
    help="Whose rules of that day: Natural England's calculator (the default) or Defra's impact assessor.",
)
@click.option("--compare", is_flag=True, help="Print the needs under every set of rules side by side.")
@as_json
def nutrients(development: Path, name: str | None, by: str | None, compare: bool, as_json: bool) -> None:
    """Work out the nutrient budget of a DEVELOPMENT, term by term.

    The development is a TOML file with its phases and its land. Nitrogen and phosphorus are reckoned apart, and what
    was not compared with its source is marked.
    """
    from lnrs.nutrients import words
    from lnrs.nutrients.budget import budget
    from lnrs.nutrients.reading import read
    from lnrs.nutrients.rules import rule_sets, rules_named, rules_on

    if compare and name:
        raise click.UsageError("Give --rules or --compare, not both.")
    if by and (compare or name):
        raise click.UsageError("--by chooses among the rules of a day: give it without --rules and --compare.")
    given = read(development)
    if compare:
        budgets = tuple(budget(given.development, given.catchment, rules) for rules in rule_sets())
        if as_json:
            print_json([words.as_data(one) for one in budgets])
        else:
            print_table(words.COMPARED, words.compared_rows(budgets))
        return
    rules = rules_named(name) if name else rules_on(given.development.as_of, by or "calculator")  # type: ignore[arg-type]
    found = budget(given.development, given.catchment, rules)
    if as_json:
        print_json(words.as_data(found))
    else:
        say_lines(words.lines(found))
