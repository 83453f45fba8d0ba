"""Bytes to text, text to claims, claims to a draft of the case."""
