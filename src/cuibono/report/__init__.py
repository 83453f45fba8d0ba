"""One document, many forms."""
