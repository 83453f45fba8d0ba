"""Responses compared under the whole posterior."""
