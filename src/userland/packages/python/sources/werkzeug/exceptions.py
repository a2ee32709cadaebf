"""Exceptions that are answers."""

from markupsafe import Markup, escape
from http import HTTPStatus


class HTTPException(Exception):
    """The base class of all HTTP exceptions."""

    code = None
    description = None

    def __init__(self, description=None, response=None):
        super().__init__()
        if description is not None:
            self.description = description
        self.response = response

    @property
    def name(self):
        return HTTPStatus(self.code).phrase if self.code in set(HTTPStatus) else "Unknown Error"

    def get_description(self, environ=None, scope=None):
        return "<p>%s</p>" % escape(self.description or "").replace("\n", Markup("<br>"))

    def get_body(self, environ=None, scope=None):
        title = "%d %s" % (self.code, escape(self.name))
        return "<!doctype html>\n<html lang=en>\n<title>%s</title>\n<h1>%s</h1>\n%s\n" % (title, escape(self.name), self.get_description())

    def get_headers(self, environ=None, scope=None):
        return [("Content-Type", "text/html; charset=utf-8")]

    def get_response(self, environ=None, scope=None):
        from .wrappers import Response

        return self.response or Response(self.get_body(), self.code, self.get_headers())

    def __str__(self):
        return "%s %s: %s" % (self.code or "???", self.name, self.description)

    def __repr__(self):
        return "<%s '%s: %s'>" % (type(self).__name__, self.code, self.name)


_DESCRIPTIONS = {
    400: "The browser (or proxy) sent a request that this server could not understand.",
    401: "The server could not verify that you are authorized to access the URL requested. You either supplied the wrong credentials (e.g. a bad password), or your browser doesn't understand how to supply the credentials required.",
    403: "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server.",
    404: "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.",
    405: "The method is not allowed for the requested URL.",
    406: "The resource identified by the request is only capable of generating response entities which have content characteristics not acceptable according to the accept headers sent in the request.",
    408: "The server closed the network connection because the browser didn't finish the request within the specified time.",
    409: "A conflict happened while processing the request. The resource might have been modified while the request was being processed.",
    410: "The requested URL is no longer available on this server and there is no forwarding address. If you followed a link from a foreign page, please contact the author of this page.",
    413: "The data value transmitted exceeds the capacity limit.",
    415: "The server does not support the media type transmitted in the request.",
    418: "This server is a teapot, not a coffee machine",
    422: "The request was well-formed but was unable to be followed due to semantic errors.",
    429: "This user has exceeded an allotted request count. Try again later.",
    500: "The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.",
    501: "The server does not support the action requested by the browser.",
    502: "The proxy server received an invalid response from an upstream server.",
    503: "The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.",
    504: "The connection to an upstream server timed out.",
}
_NAMES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    406: "NotAcceptable",
    408: "RequestTimeout",
    409: "Conflict",
    410: "Gone",
    413: "RequestEntityTooLarge",
    415: "UnsupportedMediaType",
    418: "ImATeapot",
    422: "UnprocessableEntity",
    429: "TooManyRequests",
    500: "InternalServerError",
    501: "NotImplemented",
    502: "BadGateway",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}
default_exceptions = {}
for _code, _name in _NAMES.items():
    _members = {"code": _code, "description": _DESCRIPTIONS[_code], "__module__": __name__}
    globals()[_name] = default_exceptions[_code] = type(_name, (HTTPException,), _members)
_MethodNotAllowed, _InternalServerError = default_exceptions[405], default_exceptions[500]


class MethodNotAllowed(_MethodNotAllowed):
    """405, with the methods that are."""

    def __init__(self, valid_methods=None, description=None, response=None):
        super().__init__(description, response)
        self.valid_methods = valid_methods

    def get_headers(self, environ=None, scope=None):
        headers = super().get_headers()
        return headers + [("Allow", ", ".join(self.valid_methods))] if self.valid_methods else headers


class InternalServerError(_InternalServerError):
    """500, with what caused it."""

    def __init__(self, description=None, response=None, original_exception=None):
        super().__init__(description, response)
        self.original_exception = original_exception


default_exceptions.update({405: MethodNotAllowed, 500: InternalServerError})


class BadRequestKeyError(default_exceptions[400], KeyError):
    """A key that the request does not have."""

    def __init__(self, arg=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.args = (arg,)


def abort(status, *args, **kwargs):
    """Raises an HTTPException for the given status code, or a response as it is."""
    if hasattr(status, "status_code"):
        raise HTTPException(response=status)
    if status not in default_exceptions:
        raise LookupError("no exception for %r" % status)
    raise default_exceptions[status](*args, **kwargs)
