"""A client that calls the application without a network."""

from io import BytesIO
from urllib.parse import urlencode, urlsplit

from . import json as _json


def make_environ(path="/", method="GET", data=None, json=None, headers=None, query_string=None, content_type=None):
    url = urlsplit(path)
    body = b""
    if json is not None:
        body, content_type = _json.dumps(json).encode(), "application/json"
    elif isinstance(data, dict):
        body, content_type = urlencode(data, doseq=True).encode(), "application/x-www-form-urlencoded"
    elif data is not None:
        body = data.encode() if isinstance(data, str) else data
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": url.path,
        "QUERY_STRING": urlencode(query_string) if isinstance(query_string, dict) else query_string or url.query,
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
    }
    if content_type:
        environ["CONTENT_TYPE"] = content_type
    for name, value in (headers or {}).items():
        environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ


class FlaskClient:
    """`app.test_client()`"""

    def __init__(self, app):
        self.app, self.cookies = app, {}

    def open(self, path="/", method="GET", follow_redirects=False, **kwargs):
        environ = make_environ(path, method, **kwargs)
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join("%s=%s" % pair for pair in self.cookies.items())
        started = []
        parts = self.app(environ, lambda status, headers, exc_info=None: started.extend((status, headers)))
        response = self.app.response_class(b"".join(parts), started[0], started[1])
        for cookie in response.headers.getlist("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if follow_redirects and 300 <= response.status_code < 400 and response.location:
            return self.open(urlsplit(response.location).path, follow_redirects=True)
        return response

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


for _method in ("get", "post", "put", "patch", "delete", "head", "options"):
    setattr(FlaskClient, _method, lambda self, path="/", _method=_method.upper(), **kwargs: self.open(path, _method, **kwargs))
