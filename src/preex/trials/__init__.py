"""Trials of one: does pre-exhaust work for this lifter?

From the question to the verdict: `questions` what may be asked, `allocation` how the arm of a workout is drawn, `protocol` what is
fixed before the first of them, `conduct` what happened since, `planner` what a trial could tell, and the analysis.
"""
