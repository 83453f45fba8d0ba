"""What the command line prints: one module for each thing that is shown, for people; the same as data with `--json`.

Text from documents is shown with every character that acts (escapes, direction marks) turned into its name.
"""
