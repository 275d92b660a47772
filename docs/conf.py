"""How the documentation is built."""

project = "lnrs"
author = "The lnrs authors"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "lnrs"
html_static_path = ["_static"]
exclude_patterns = ["_build"]
