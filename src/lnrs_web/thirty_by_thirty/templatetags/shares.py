"""`{{ value|share }}`: a share to a tenth of a per cent, as the way to 30 % needs it."""

from django import template

register = template.Library()


@register.filter
def share(value: float | None) -> str:
    """A share (0 to 1) to a tenth of a per cent.

    >>> share(0.0714), share(0.0001), share(0), share(None)
    ('7.1%', 'less than 0.1%', '0%', 'not known')
    """
    if value is None:
        return "not known"
    if 0 < value < 0.0005:
        return "less than 0.1%"
    return "0%" if value == 0 else f"{value:.1%}"
