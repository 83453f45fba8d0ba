"""What is typed: one module for each family of commands, and what they share."""
