"""URL rules: matching a path to an endpoint, and building a URL for one."""

import re
from urllib.parse import quote, urlencode

from .exceptions import HTTPException, MethodNotAllowed, NotFound  # noqa: F401 (made there by a loop)

_PART = re.compile(r"<(?:(?P<kind>[a-zA-Z_]\w*)(?:\((?P<args>.*?)\))?:)?(?P<name>[a-zA-Z_]\w*)>")


class RequestRedirect(HTTPException):
    """The URL without its final slash leads to the one with it."""

    code = 308

    def __init__(self, new_url):
        super().__init__()
        self.new_url = new_url

    def get_response(self, environ=None, scope=None):
        from .utils import redirect

        return redirect(self.new_url, self.code)


class BuildError(LookupError):
    """No rule builds a URL for the endpoint."""

    def __init__(self, endpoint, values, method=None):
        super().__init__(endpoint, values, method)
        self.endpoint, self.values = endpoint, values

    def __str__(self):
        return "Could not build url for endpoint %r%s." % (
            self.endpoint,
            " with values %s" % sorted(self.values) if self.values else "",
        )


class BaseConverter:
    """A part of a path without slashes."""

    regex = "[^/]+"
    weight = 100

    def __init__(self, map=None, *args, **kwargs):
        self.map = map

    def to_python(self, value):
        return value

    def to_url(self, value):
        return quote(str(value), safe="!$&'()*+,/:;=@")


class UnicodeConverter(BaseConverter):
    """`string`"""

    def __init__(self, map=None, minlength=1, maxlength=None, length=None):
        super().__init__(map)
        count = "{%d}" % length if length else "{%d,%s}" % (minlength, maxlength or "")
        self.regex = "[^/]" + count


class IntegerConverter(BaseConverter):
    """`int`"""

    regex = r"\d+"
    weight = 50

    def __init__(self, map=None, fixed_digits=0, min=None, max=None, signed=False):
        super().__init__(map)
        self.min, self.max = min, max
        if signed:
            self.regex = r"-?\d+"

    def to_python(self, value):
        number = int(value)
        if (self.min is not None and number < self.min) or (self.max is not None and number > self.max):
            raise ValueError(value)
        return number


class FloatConverter(BaseConverter):
    """`float`"""

    regex = r"\d+\.\d+"
    weight = 50
    to_python = staticmethod(float)


class PathConverter(BaseConverter):
    """`path`: with slashes"""

    regex = "[^/].*?"
    weight = 200


class UUIDConverter(BaseConverter):
    """`uuid`"""

    regex = "[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"

    def to_python(self, value):
        import uuid

        return uuid.UUID(value)


class AnyConverter(BaseConverter):
    """`any(a, b)`"""

    def __init__(self, map=None, *items):
        super().__init__(map)
        self.regex = "(?:%s)" % "|".join(re.escape(str(item)) for item in items)


_CONVERTERS = {
    "default": UnicodeConverter,
    "string": UnicodeConverter,
    "int": IntegerConverter,
    "float": FloatConverter,
    "path": PathConverter,
    "uuid": UUIDConverter,
    "any": AnyConverter,
}


def _arguments(text):
    positional, named = [], {}
    for part in filter(None, (each.strip() for each in (text or "").split(","))):
        key, found, value = part.partition("=")
        value = (value if found else key).strip()
        value = int(value) if value.isdigit() else {"True": True, "False": False}.get(value, value.strip("'\""))
        if found:
            named[key.strip()] = value
        else:
            positional.append(value)
    return positional, named


class Rule:
    """One URL rule."""

    def __init__(self, string, endpoint=None, methods=None, defaults=None, strict_slashes=None, **_):
        if not string.startswith("/"):
            raise ValueError("URL rule %r must start with a slash." % string)
        self.rule, self.endpoint, self.defaults, self.strict_slashes = string, endpoint, defaults or {}, strict_slashes
        self.methods = None if methods is None else {method.upper() for method in methods}
        if self.methods and "GET" in self.methods:
            self.methods.add("HEAD")
        self.arguments = set(self.defaults)

    def bind(self, map):
        self._parts, self._converters, pattern, place = [], {}, "", 0
        for match in _PART.finditer(self.rule):
            kind = match["kind"] or "default"
            if kind not in map.converters:
                raise LookupError("the converter %r does not exist" % kind)
            positional, named = _arguments(match["args"])
            converter = map.converters[kind](map, *positional, **named)
            self._parts += [self.rule[place : match.start()], (match["name"], converter)]
            pattern += re.escape(self.rule[place : match.start()]) + "(?P<%s>%s)" % (match["name"], converter.regex)
            self._converters[match["name"]] = converter
            place = match.end()
        self._parts.append(self.rule[place:])
        pattern += re.escape(self.rule[place:])
        self.is_leaf = not self.rule.endswith("/")
        self._pattern = re.compile(pattern if self.is_leaf else pattern[:-1] + "(?P<__slash__>/?)")
        self.arguments |= set(self._converters)
        # Rules without parts to convert first, then those with more fixed text.
        fixed = sum(len(part) for part in self._parts if isinstance(part, str))
        self.weight = (sum(converter.weight for converter in self._converters.values()), -fixed)

    def match(self, path):
        """(values, whether the final slash is missing), or None."""
        found = self._pattern.fullmatch(path)
        if not found:
            return None
        values = found.groupdict()
        slash = values.pop("__slash__", "/")
        try:
            converted = {name: self._converters[name].to_python(value) for name, value in values.items()}
        except ValueError:
            return None
        return {**self.defaults, **converted}, slash == "" and self.rule != "/"

    def build(self, values):
        return "".join(part if isinstance(part, str) else part[1].to_url(values[part[0]]) for part in self._parts)

    def __repr__(self):
        methods = " (%s)" % ", ".join(sorted(self.methods)) if self.methods else ""
        return "<Rule %r%s -> %s>" % (self.rule, methods, self.endpoint)


class Map:
    """All rules of an application."""

    def __init__(self, rules=()):
        self.converters = dict(_CONVERTERS)
        self._rules = []
        for rule in rules:
            self.add(rule)

    def add(self, rule):
        rule.bind(self)
        self._rules.append(rule)

    def iter_rules(self, endpoint=None):
        return (rule for rule in self._rules if endpoint is None or rule.endpoint == endpoint)

    def match(self, path, method):
        allowed = set()
        for rule in sorted(self._rules, key=lambda rule: rule.weight):
            found = rule.match(path)
            if not found:
                continue
            if rule.methods is not None and method not in rule.methods:
                allowed |= rule.methods
                continue
            values, slashless = found
            if slashless and rule.strict_slashes is not False:
                raise RequestRedirect(path + "/")
            return rule, values
        if allowed:
            raise MethodNotAllowed(sorted(allowed))
        raise NotFound()

    def build(self, endpoint, values):
        rules = [rule for rule in self._rules if rule.endpoint == endpoint]
        for rule in sorted(rules, key=lambda rule: -len(rule.arguments)):
            if rule.arguments - set(rule.defaults) <= set(values):
                extra = {key: value for key, value in values.items() if key not in rule.arguments and value is not None}
                return rule.build(values) + ("?" + urlencode(extra, doseq=True) if extra else "")
        raise BuildError(endpoint, values)
