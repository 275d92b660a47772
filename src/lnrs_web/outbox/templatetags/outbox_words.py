"""Words about mail and jobs."""

from django import template

register = template.Library()


@register.filter
def masked(address: str) -> str:
    """An address of which only its first letter and its domain can be read.

    >>> masked("ada@example.org"), masked("nobody")
    ('a…@example.org', 'n…')
    """
    name, at, domain = address.partition("@")
    return f"{name[:1]}…{at}{domain}"


@register.filter
def job_name(name: str) -> str:
    """A job as a reader sees it.

    >>> job_name("group_answers")
    'Group answers'
    """
    return name.replace("_", " ").strip().capitalize()


@register.filter
def last_part(path: str) -> str:
    """The name of a class, without where it is."""
    return path.rpartition(".")[2]
