"""Other people's formats, out and in: one module a format, and the list of them."""
