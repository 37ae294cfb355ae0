"""A file becomes text with places."""
