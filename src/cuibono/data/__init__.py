"""Vocabulary as data, each file with its source."""
