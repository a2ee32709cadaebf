"""Drydock's own implementation of MarkupSafe's documented interface."""

import functools
import re
import string


class Markup(str):
    """A string that is safe to insert into HTML without escaping."""

    __slots__ = ()

    def __new__(cls, object="", encoding=None, errors="strict"):
        if hasattr(object, "__html__"):
            object = object.__html__()
        if encoding is None:
            return super().__new__(cls, object)
        return super().__new__(cls, object, encoding, errors)

    def __html__(self):
        return self

    def __add__(self, other):
        if isinstance(other, str) or hasattr(other, "__html__"):
            return self.__class__(super().__add__(self.escape(other)))
        return NotImplemented

    def __radd__(self, other):
        if isinstance(other, str) or hasattr(other, "__html__"):
            return self.escape(other).__add__(self)
        return NotImplemented

    def __mul__(self, count):
        return self.__class__(super().__mul__(count))

    __rmul__ = __mul__

    def __mod__(self, value):
        if isinstance(value, tuple):
            return self.__class__(super().__mod__(tuple(_Escaped(item) for item in value)))
        return self.__class__(super().__mod__(_Escaped(value)))

    def __repr__(self):
        return "Markup(%s)" % super().__repr__()

    def join(self, items, /):
        return self.__class__(super().join(self.escape(item) for item in items))

    def format(self, *args, **kwargs):
        return self.__class__(_Formatter().vformat(str(self), args, kwargs))

    def unescape(self):
        from html import unescape

        return unescape(str(self))

    def striptags(self):
        text = re.sub(r"<!--.*?-->|<[^>]*>", "", str(self), flags=re.S)
        return self.__class__(" ".join(text.split())).unescape()

    @classmethod
    def escape(cls, value, /):
        found = escape(value)
        return found if found.__class__ is cls else cls(found)


class _Escaped:
    """What % and format see: escaped as text, itself as a number."""

    def __init__(self, value):
        self.value = value

    def __getitem__(self, item):
        return _Escaped(self.value[item])

    def __str__(self):
        return str(escape(self.value))

    def __repr__(self):
        return str(escape(repr(self.value)))

    def __int__(self):
        return int(self.value)

    def __float__(self):
        return float(self.value)


class _Formatter(string.Formatter):
    def format_field(self, value, spec):
        if hasattr(value, "__html__") and not spec:
            return str(value.__html__())
        return str(escape(format(value, spec)))


def _keeping(name):
    original = getattr(str, name)

    @functools.wraps(original)
    def method(self, *args, **kwargs):
        return self.__class__(original(self, *args, **kwargs))

    return method


for _name in ("capitalize", "title", "lower", "upper", "strip", "lstrip", "rstrip", "replace", "expandtabs", "center"):
    setattr(Markup, _name, _keeping(_name))


def escape(value, /):
    """Replace the characters &, <, >, ' and " with HTML-safe sequences."""
    if hasattr(value, "__html__"):
        return Markup(value.__html__())
    return Markup(
        str(value)
        .replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace('"', "&#34;")
    )


def escape_silent(value, /):
    return Markup() if value is None else escape(value)


def soft_str(value, /):
    return value if isinstance(value, str) else str(value)
