"""What later Pythons' typing has, for earlier ones: the Python that runs here is late enough to have all of it."""

import collections.abc
import enum
import typing
import warnings

Buffer = collections.abc.Buffer
deprecated = warnings.deprecated


class sentinel:
    """A value that stands for itself (PEP 661)."""

    def __init__(self, name, repr=None):
        self._name = name
        self._repr = f"<{name}>" if repr is None else repr

    def __repr__(self):
        return self._repr


Sentinel = sentinel


class Format(enum.IntEnum):
    """How annotations are told (PEP 749)."""

    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


def Doc(documentation):
    """Stands in an Annotated and documents what it annotates (PEP 727)."""
    return documentation


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=Format.VALUE):
    import inspect

    return inspect.get_annotations(obj, globals=globals, locals=locals, eval_str=eval_str)


def evaluate_forward_ref(forward_ref, *, owner=None, globals=None, locals=None, type_params=None, format=None):
    return typing._eval_type(forward_ref, globals, locals, type_params=type_params or ())


def __getattr__(name):
    try:
        return getattr(typing, name)
    except AttributeError:
        raise AttributeError(f"module 'typing_extensions' has no attribute {name!r}") from None


__all__ = [*typing.__all__, "Buffer", "Doc", "Format", "Sentinel", "deprecated", "sentinel", "evaluate_forward_ref", "get_annotations"]
