"""Names of methods, for those who only need to list them: this module loads nothing."""

from __future__ import annotations

COMMON = ("FE", "EE")  # the two names of the model without heterogeneity
METHODS = ("REML", "DL", "PM", "ML", *COMMON, "EB", "SJ", "HE", "HS", "HSk", "PMM", "DLIT")
TESTS = ("z", "knha", "adhoc")
FEWEST_FOR_PREDICTION = 4  # studies; below it t(k - 1) makes the interval of a next study too wide to say anything
