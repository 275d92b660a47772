"""The commands of `lnrs network`: arguments only, and one library call for each command."""

import click


@click.group()
def network() -> None:
    """The nationwide network: many strategies become one."""
