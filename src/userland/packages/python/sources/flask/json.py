"""JSON as Flask writes it."""

import dataclasses
import datetime
import decimal
import json as _json
import uuid
from email.utils import format_datetime

from .globals import current_app


def _default(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        moment = value if isinstance(value, datetime.datetime) else datetime.datetime(value.year, value.month, value.day)
        return format_datetime(moment.replace(tzinfo=moment.tzinfo or datetime.timezone.utc), usegmt=True)
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    if dataclasses.is_dataclass(value):
        return dataclasses.asdict(value)
    if hasattr(value, "__html__"):
        return str(value.__html__())
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def dumps(value, **kwargs):
    kwargs.setdefault("default", _default)
    kwargs.setdefault("sort_keys", True)
    return _json.dumps(value, **kwargs)


loads = _json.loads


def dump(value, file, **kwargs):
    file.write(dumps(value, **kwargs))


def load(file, **kwargs):
    return _json.load(file, **kwargs)


def jsonify(*args, **kwargs):
    """A response with the arguments as JSON."""
    if args and kwargs:
        raise TypeError("app.json.response() takes either args or kwargs, not both")
    value = (args[0] if len(args) == 1 else list(args)) if args else (kwargs or None)
    layout = {"indent": 2} if current_app.debug else {"separators": (",", ":")}
    sort = current_app.json.sort_keys
    return current_app.response_class(dumps(value, sort_keys=sort, **layout) + "\n", mimetype="application/json")


class Provider:
    """`app.json`"""

    sort_keys = True
    dumps = staticmethod(dumps)
    loads = staticmethod(loads)
    response = staticmethod(jsonify)
