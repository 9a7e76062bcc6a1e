"""A capsule: one archive with a question, its files and its numbers, which runs again elsewhere."""
