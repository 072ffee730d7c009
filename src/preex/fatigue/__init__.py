"""The two-clock fatigue model.

Each muscle and each exercise carries a fatigue number, the log-loss of capacity, with a fast (about 42 s) and a slow
(about 11 min) part. A set adds to them and rest removes from them; an exercise's strength is a soft mean over its
muscles. Everything within a set has a closed form, so nothing here loops over repetitions.
"""
