"""What differs between a site on one's own machine and one that the public reaches over https, through proxies."""

from collections.abc import Mapping
from typing import Any

YEAR_S = 31_536_000


def number_in(environment: Mapping[str, str], name: str, otherwise: float, *, least: float = 0) -> float:
    """A number from the environment. Raises ValueError for what is none, and for less than `least`.

    >>> number_in({"LNRS_PROXY": "1"}, "LNRS_PROXY", 0)
    1.0
    """
    given = environment.get(name, "").strip()
    if not given:
        return otherwise
    try:
        number = float(given)
    except ValueError:
        number = least - 1
    if not least <= number < 1e12:
        raise ValueError(f"{name} must be a number from {least:g} on, not {given}")
    return number


def yes_in(environment: Mapping[str, str], name: str) -> bool:
    """A yes or no from the environment; nothing is no. Raises ValueError for anything else."""
    given = environment.get(name, "").strip().lower()
    if given not in ("", "yes", "no"):
        raise ValueError(f"{name} must be yes or no, not {given}")
    return given == "yes"


def over_https(https: bool, proxies: int) -> dict[str, Any]:
    """Django's settings for a site that is reached over https, and for one that is not.

    Raises ValueError where nobody could have unsealed the https.
    """
    if https and not proxies:
        raise ValueError(
            "LNRS_HTTPS=yes needs LNRS_PROXY: how many proxies of ours there are, of which one speaks https"
        )
    return {
        "SESSION_COOKIE_SECURE": https,
        "CSRF_COOKIE_SECURE": https,
        "SECURE_SSL_REDIRECT": https,
        "SECURE_REDIRECT_EXEMPT": [r"^healthz$"],
        "SECURE_HSTS_SECONDS": YEAR_S if https else 0,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if https else None,
    }
