"""The reviewed catalogue: exercises, pairings, equipment and the names lifters use for them."""

from preex.catalogue.choosing import PRESETS, Catalogue, Equipment
from preex.catalogue.loading import load_catalogue

__all__ = ["PRESETS", "Catalogue", "Equipment", "load_catalogue"]
