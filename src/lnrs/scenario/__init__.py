"""What-ifs side by side: the strategy on other land, with only so much money, or with so much asked of it."""

from lnrs.scenario.make import compare

__all__ = ["compare"]
