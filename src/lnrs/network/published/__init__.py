"""What others published, in whatever form, as one kind of source.

`open_source` opens it, and its `batches` give layer by layer what is in it; `read` gives all of it at once. Every
guess, repair and refusal is a `Note`.
"""

from lnrs.network.published.note import Log, Note
from lnrs.network.published.opening import open_source, read
from lnrs.network.published.source import Facts, Published, Source

__all__ = ["Facts", "Log", "Note", "Published", "Source", "open_source", "read"]
