"""Drydock's own implementation of the part of Werkzeug's documented interface that Flask applications meet."""

from .serving import run_simple
from .wrappers import Request, Response

__all__ = ["Request", "Response", "run_simple"]
