"""What is claimed about pre-exhaust, and what studies say about it."""
