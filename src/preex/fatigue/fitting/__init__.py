"""Fit one lifter's constants to their log; start with `preex.fatigue.fitting.fit`."""
