"""Sphinx settings; `make docs` builds with them and takes every warning for an error."""

from importlib.metadata import version as version_of

project = "PreEx"
author = "PreEx contributors"
copyright = "PreEx contributors"  # noqa: A001 - the name Sphinx reads
version = release = version_of("preex")
language = "en-GB"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["dollarmath", "fieldlist"]
myst_heading_anchors = 3

default_role = "literal"  # docstrings write `name` in single backticks
autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = False

html_theme = "furo"
html_title = "PreEx"
html_show_sourcelink = False
html_show_copyright = False
exclude_patterns = ["_build"]
