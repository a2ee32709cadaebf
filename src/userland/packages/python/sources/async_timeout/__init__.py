"""Timeouts for asyncio, as async-timeout offers them: asyncio has had them itself since Python 3.11."""

from asyncio import Timeout, timeout, timeout_at

__version__ = "5.0.1"
__all__ = ("timeout", "timeout_at", "Timeout")
