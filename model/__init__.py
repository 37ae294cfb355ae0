"""Text becomes memory, and memory answers."""
