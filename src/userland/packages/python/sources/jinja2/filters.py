"""The filters and tests that come with the language."""

import json
import random
import re
from itertools import groupby
from urllib.parse import quote

from markupsafe import Markup, escape, soft_str


def _attribute(name):
    def get(item):
        for part in str(name).split("."):
            item = item.get(part) if isinstance(item, dict) else getattr(item, part, None)
        return item

    return (lambda item: item) if name is None else get


def _default(value, default="", boolean=False):
    from .environment import Undefined

    return default if isinstance(value, Undefined) or (boolean and not value) else value


def _join(value, separator="", attribute=None):
    items = [_attribute(attribute)(item) for item in value]
    if any(hasattr(item, "__html__") for item in items):
        return Markup(escape(separator)).join(items)
    return soft_str(separator).join(map(soft_str, items))


def _sort(value, reverse=False, case_sensitive=False, attribute=None):
    get = _attribute(attribute)
    key = lambda item: get(item).lower() if isinstance(get(item), str) and not case_sensitive else get(item)
    return sorted(value, key=key, reverse=reverse)


def _truncate(value, length=255, killwords=False, end="...", leeway=5):
    if len(value) <= length + leeway:
        return value
    cut = value[: length - len(end)]
    return (cut if killwords else cut.rsplit(" ", 1)[0]) + end


def _tojson(value, indent=None):
    text = json.dumps(value, indent=indent, sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("'", "\\u0027"))


def _groupby(value, attribute):
    get = _attribute(attribute)
    return [(key, list(items)) for key, items in groupby(sorted(value, key=get), get)]


def _batch(value, size, fill=None):
    items = list(value)
    for start in range(0, len(items), size):
        row = items[start : start + size]
        yield row + [fill] * (size - len(row) if fill is not None else 0)


def _round(value, precision=0, method="common"):
    import math

    if method == "common":
        return round(float(value), precision)
    return getattr(math, method)(value * 10**precision) / 10**precision


def _number(kind, default):
    def convert(value, default=default):
        try:
            return kind(value)
        except (TypeError, ValueError):
            return default

    return convert


def _first(value):
    return next(iter(value), "")


def _unique(value):
    seen = []
    for item in value:
        key = item.lower() if isinstance(item, str) else item
        if key not in seen:
            seen.append(key)
            yield item


def _where(attribute, test, keep):
    get = _attribute(attribute)
    return lambda item: bool(test(get(item))) == keep


def _select(keep, by_attribute):
    def select(value, *args):
        attribute, args = (args[0], args[1:]) if by_attribute else (None, args)
        test = (lambda item: TESTS[args[0]](item, *args[1:])) if args else bool
        return [item for item in value if _where(attribute, test, keep)(item)]

    return select


def _map(value, name=None, *args, attribute=None, default=None):
    if attribute is not None:
        return [_attribute(attribute)(item) for item in value]
    return [FILTERS[name](item, *args) for item in value]


def _title(value):
    return "".join(part[:1].upper() + part[1:].lower() for part in re.split(r"([-\s({\[<]+)", soft_str(value)))


FILTERS = {
    "abs": abs,
    "attr": lambda value, name: getattr(value, name, None),
    "batch": _batch,
    "capitalize": lambda value: soft_str(value).capitalize(),
    "center": lambda value, width=80: soft_str(value).center(width),
    "count": len,
    "d": _default,
    "default": _default,
    "dictsort": lambda value: sorted(value.items(), key=lambda item: str(item[0]).lower()),
    "e": escape,
    "escape": escape,
    "filesizeformat": lambda value: "%.1f kB" % (float(value) / 1000) if float(value) >= 1000 else "%d Bytes" % value,
    "first": _first,
    "float": _number(float, 0.0),
    "forceescape": lambda value: escape(str(value)),
    "format": lambda value, *args, **named: soft_str(value) % (named or args),
    "groupby": _groupby,
    "indent": lambda value, width=4, first=False: (" " * width if first else "") + soft_str(value).replace("\n", "\n" + " " * width),
    "int": _number(int, 0),
    "items": lambda value: list(value.items()),
    "join": _join,
    "last": lambda value: next(reversed(list(value)), ""),
    "length": len,
    "list": list,
    "lower": lambda value: soft_str(value).lower(),
    "map": _map,
    "max": lambda value, attribute=None: max(value, key=_attribute(attribute)),
    "min": lambda value, attribute=None: min(value, key=_attribute(attribute)),
    "pprint": repr,
    "random": random.choice,
    "reject": _select(False, False),
    "rejectattr": _select(False, True),
    "replace": lambda value, old, new, count=-1: soft_str(value).replace(old, new, count),
    "reverse": lambda value: value[::-1] if isinstance(value, str) else list(reversed(list(value))),
    "round": _round,
    "safe": Markup,
    "select": _select(True, False),
    "selectattr": _select(True, True),
    "sort": _sort,
    "string": soft_str,
    "striptags": lambda value: Markup(value).striptags(),
    "sum": lambda value, attribute=None, start=0: sum(map(_attribute(attribute), value), start),
    "title": _title,
    "tojson": _tojson,
    "trim": lambda value, chars=None: soft_str(value).strip(chars),
    "truncate": _truncate,
    "unique": lambda value: list(_unique(value)),
    "upper": lambda value: soft_str(value).upper(),
    "urlencode": lambda value: "&".join("%s=%s" % (quote(str(k), ""), quote(str(v), "")) for k, v in value.items()) if isinstance(value, dict) else quote(str(value), "/"),
    "wordcount": lambda value: len(soft_str(value).split()),
}


def _defined(value):
    from .environment import Undefined

    return not isinstance(value, Undefined)


def _iterable(value):
    try:
        iter(value)
    except TypeError:
        return False
    return True


TESTS = {
    "boolean": lambda value: value is True or value is False,
    "callable": callable,
    "defined": _defined,
    "divisibleby": lambda value, number: value % number == 0,
    "eq": lambda value, other: value == other,
    "equalto": lambda value, other: value == other,
    "even": lambda value: value % 2 == 0,
    "false": lambda value: value is False,
    "ge": lambda value, other: value >= other,
    "gt": lambda value, other: value > other,
    "in": lambda value, other: value in other,
    "iterable": _iterable,
    "le": lambda value, other: value <= other,
    "lower": lambda value: str(value).islower(),
    "lt": lambda value, other: value < other,
    "mapping": lambda value: isinstance(value, dict),
    "ne": lambda value, other: value != other,
    "none": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)),
    "odd": lambda value: value % 2 == 1,
    "sameas": lambda value, other: value is other,
    "sequence": lambda value: hasattr(value, "__len__") and hasattr(value, "__getitem__"),
    "string": lambda value: isinstance(value, str),
    "true": lambda value: value is True,
    "undefined": lambda value: not _defined(value),
    "upper": lambda value: str(value).isupper(),
}
