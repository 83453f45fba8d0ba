"""One document model, and the forms that are made from it."""
