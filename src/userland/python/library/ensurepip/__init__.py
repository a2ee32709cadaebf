"""Puts pip into a new virtual environment."""
