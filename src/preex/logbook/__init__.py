"""Foreign training logs in, PreEx sets out."""
