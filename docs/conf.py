"""How the documentation is built."""

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

project = "lnrs"
author = "The lnrs authors"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "lnrs"
html_static_path = ["_static"]
exclude_patterns = ["_build"]


def setup(app: Sphinx) -> None:
    """Diagrams in Mermaid are shown as their text, which says the same and needs no script from elsewhere."""
    app.add_lexer("mermaid", TextLexer)
