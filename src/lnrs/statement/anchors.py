"""Names of places in the statement, which links and other documents rely on."""


def of_theme(prefix: str) -> str:
    """Where a theme begins."""
    return f"theme-{prefix}"


def of_priority(ref: str) -> str:
    """Where a priority stands."""
    return f"priority-{ref}"


def of_measure(ref: str) -> str:
    """Where a potential measure stands."""
    return f"measure-{ref}"


def of_rule(ref: str) -> str:
    """Where a mapped measure's rule is told."""
    return f"rule-{ref}"


def of_funding(ref: str) -> str:
    """Where a funding route stands."""
    return f"funding-{ref}"


def of_species(ref: str) -> str:
    """Where a species priority stands."""
    return f"species-{ref}"
