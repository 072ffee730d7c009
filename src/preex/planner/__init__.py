"""Whether pre-exhaust suits a lifter, what it costs, and which session to do."""
