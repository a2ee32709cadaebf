"""Containers for what a request and a response hold."""


class BadRequestKeyError(KeyError):
    """Set to exceptions.BadRequestKeyError when that module is loaded."""


class MultiDict(dict):
    """A dict whose keys may have several values; the first is the one seen."""

    def __init__(self, mapping=()):
        super().__init__()
        pairs = mapping.items(multi=True) if isinstance(mapping, MultiDict) else getattr(mapping, "items", lambda: mapping)()
        for key, value in pairs:
            dict.setdefault(self, key, []).extend(value if isinstance(value, (list, tuple)) else [value])

    def __getitem__(self, key):
        if key in self and dict.__getitem__(self, key):
            return dict.__getitem__(self, key)[0]
        from .exceptions import BadRequestKeyError

        raise BadRequestKeyError(key)

    def __setitem__(self, key, value):
        dict.__setitem__(self, key, [value])

    def get(self, key, default=None, type=None):
        try:
            value = self[key]
        except KeyError:
            return default
        if type is None:
            return value
        try:
            return type(value)
        except (ValueError, TypeError):
            return default

    def getlist(self, key, type=None):
        return [value if type is None else type(value) for value in dict.get(self, key, [])]

    def add(self, key, value):
        dict.setdefault(self, key, []).append(value)

    def items(self, multi=False):
        for key, values in dict.items(self):
            yield from ((key, value) for value in (values if multi else values[:1]))

    def values(self):
        return (values[0] for values in dict.values(self))

    def lists(self):
        return ((key, list(values)) for key, values in dict.items(self))

    def to_dict(self, flat=True):
        return dict(self.items()) if flat else dict(self.lists())

    def copy(self):
        return MultiDict(self)

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, list(self.items(multi=True)))


class ImmutableMultiDict(MultiDict):
    """A MultiDict that cannot be changed."""

    def _fail(self, *_, **__):
        raise TypeError("%r objects are immutable" % type(self).__name__)

    __setitem__ = __delitem__ = add = pop = clear = update = setdefault = _fail


class CombinedMultiDict(ImmutableMultiDict):
    """Several MultiDicts as one."""

    def __init__(self, dicts=()):
        super().__init__([pair for each in dicts for pair in each.items(multi=True)])


class Headers:
    """Header fields: names without case, in order, repeated where they were."""

    def __init__(self, fields=()):
        self._fields = list(fields.items() if hasattr(fields, "items") else fields)

    def get(self, name, default=None, type=None):
        for key, value in self._fields:
            if key.lower() == name.lower():
                return value if type is None else type(value)
        return default

    def __getitem__(self, name):
        found = self.get(name)
        if found is None:
            from .exceptions import BadRequestKeyError

            raise BadRequestKeyError(name)
        return found

    def __contains__(self, name):
        return self.get(name) is not None

    def __setitem__(self, name, value):
        at = next((at for at, (key, _) in enumerate(self._fields) if key.lower() == name.lower()), None)
        self._fields = [field for at2, field in enumerate(self._fields) if at2 == at or field[0].lower() != name.lower()]
        if at is None:
            self._fields.append((name, str(value)))
        else:
            self._fields[at] = (name, str(value))

    set = __setitem__

    def setdefault(self, name, value):
        if name not in self:
            self[name] = value
        return self[name]

    def __delitem__(self, name):
        self._fields = [field for field in self._fields if field[0].lower() != name.lower()]

    remove = __delitem__

    def add(self, name, value, **_):
        self._fields.append((name, str(value)))

    def extend(self, fields):
        for name, value in getattr(fields, "items", lambda: fields)():
            self.add(name, value)

    def update(self, fields):
        for name, value in getattr(fields, "items", lambda: fields)():
            self[name] = value

    def getlist(self, name):
        return [value for key, value in self._fields if key.lower() == name.lower()]

    def items(self):
        return iter(self._fields)

    def keys(self):
        return (key for key, _ in self._fields)

    def values(self):
        return (value for _, value in self._fields)

    def __iter__(self):
        return iter(self._fields)

    def __len__(self):
        return len(self._fields)

    def __str__(self):
        return "".join("%s: %s\r\n" % field for field in self._fields) + "\r\n"

    def __repr__(self):
        return "Headers(%r)" % self._fields


class FileStorage:
    """An uploaded file."""

    def __init__(self, stream, filename=None, name=None, content_type=None):
        self.stream, self.filename, self.name, self.content_type = stream, filename, name, content_type
        self.mimetype = (content_type or "").partition(";")[0]

    def save(self, destination, buffer_size=16384):
        if hasattr(destination, "write"):
            destination.write(self.stream.read())
            return
        with open(destination, "wb") as file:
            file.write(self.stream.read())

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __bool__(self):
        return bool(self.filename)

    def __repr__(self):
        return "<FileStorage: %r (%r)>" % (self.filename, self.content_type)
