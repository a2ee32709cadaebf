"""What is current while a request is served. One request is served at a time, so a stack will do."""

import operator


class LocalProxy:
    """Stands for another object, looked up at each use."""

    def __init__(self, get):
        object.__setattr__(self, "_get_current_object", get)

    def __getattr__(self, name):
        return getattr(self._get_current_object(), name)

    def __setattr__(self, name, value):
        setattr(self._get_current_object(), name, value)

    def __delattr__(self, name):
        delattr(self._get_current_object(), name)

    def __call__(self, *args, **kwargs):
        return self._get_current_object()(*args, **kwargs)


def _forward(operation):
    return lambda self, *args: operation(self._get_current_object(), *args)


_OPERATIONS = {
    **{name: getattr(operator, name) for name in ("getitem", "setitem", "delitem", "contains", "eq", "ne")},
    **{function.__name__: function for function in (str, repr, bool, len, iter, hash)},
}
for _name, _operation in _OPERATIONS.items():
    setattr(LocalProxy, "__%s__" % _name, _forward(_operation))

_app_contexts = []
_request_contexts = []


def _current(stack, attribute, what):
    def get():
        if not stack:
            raise RuntimeError(
                "Working outside of %s context.\n\nThis typically means that you attempted to use functionality that needed %s."
                % (what, "an active HTTP request" if what == "request" else "the current application")
            )
        return getattr(stack[-1], attribute)

    return LocalProxy(get)


current_app = _current(_app_contexts, "app", "application")
g = _current(_app_contexts, "g", "application")
request = _current(_request_contexts, "request", "request")
session = _current(_request_contexts, "session", "request")
