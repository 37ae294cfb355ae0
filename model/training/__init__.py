"""Offline tools that make a model: data, lessons, training."""
