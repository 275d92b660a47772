"""Network addresses as figures that can be compared, of either kind alike."""

import ipaddress

MAPPED = 0xFFFF << 32
"""What an IPv4 address is within IPv6 (RFC 4291, 2.5.5.2)."""


def figures_of(address: str) -> str:
    """A network address as 32 hexadecimal figures; nothing where it is none.

    >>> figures_of("203.0.113.7"), figures_of("nobody")
    ('00000000000000000000ffffcb007107', '')
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    number = int(known) + (MAPPED if known.version == 4 else 0)
    return f"{number:032x}"


def range_of(network: str) -> tuple[str, str]:
    """The first and the last address of a network, or of one address, as figures. Raises ValueError, in words.

    >>> range_of("203.0.113.0/24")[1][-8:]
    'cb0071ff'
    """
    try:
        known = ipaddress.ip_network(network.strip(), strict=False)
    except ValueError:
        raise ValueError("Write a network address, or a range such as 203.0.113.0/24") from None
    return figures_of(str(known[0])), figures_of(str(known[-1]))
