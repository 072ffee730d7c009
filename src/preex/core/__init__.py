"""Nouns and rules of training; standard library only."""
