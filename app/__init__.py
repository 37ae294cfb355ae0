"""Lectern: books, the model that reads them, and a person who asks."""
