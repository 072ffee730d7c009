"""Sphinx settings; `make docs` builds with them and takes every warning for an error."""

import re
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
napoleon_google_docstring = False
napoleon_custom_sections = ["Returns", "Yields"]  # a sentence, where numpy's convention expects a type

html_theme = "furo"
html_title = "PreEx"
html_show_sourcelink = False
html_show_copyright = False
exclude_patterns = ["_build"]


def setup(app):
    """Read the docstrings as we write them."""
    app.connect("autodoc-process-docstring", describe_entries, priority=100)  # before napoleon, at 500


def describe_entries(_app, _what, _name, _object, _options, lines):
    """Turn `name : what it is` into numpy's entry with a description; its type is in the signature."""
    section = ""
    described = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch(r"-{3,}", below):
            section = line
        entry = re.fullmatch(r"(\w[\w, ]*?) : (.+)", line)
        if entry and section in {"Attributes", "Parameters", "Raises"}:
            described += [entry[1], f"    {entry[2]}"]
        else:
            described.append(line)
    lines[:] = described
