"""The statement of biodiversity priorities (Environment Act 2021 s.106), as an accessible page and a tagged PDF."""

from lnrs.statement.writing import write_page, write_pdf

__all__ = ["write_page", "write_pdf"]
