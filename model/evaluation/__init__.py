"""Offline tools that measure a model."""
