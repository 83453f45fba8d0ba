"""The workbench: a local web page where a case is read, argued and decided."""
