"""PreEx: plan, record and judge pre-exhaust training."""

from importlib.metadata import version

__version__ = version("preex")
