"""Flask's request and response."""

from werkzeug.wrappers import Request as RequestBase
from werkzeug.wrappers import Response as ResponseBase


class Request(RequestBase):
    """The request, with what it was matched to."""

    url_rule = None
    view_args = None
    routing_exception = None

    endpoint = property(lambda self: self.url_rule.endpoint if self.url_rule else None)
    blueprint = property(lambda self: self.endpoint.rpartition(".")[0] or None if self.endpoint else None)


class Response(ResponseBase):
    """The response."""
