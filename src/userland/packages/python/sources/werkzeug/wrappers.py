"""A request as it came, and a response as it goes."""

import io
import json
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, unquote_to_bytes

from .datastructures import CombinedMultiDict, FileStorage, Headers, ImmutableMultiDict
from .exceptions import BadRequest, UnsupportedMediaType


class Request:
    """The request of a WSGI environment."""

    def __init__(self, environ, populate_request=True, shallow=False):
        self.environ = environ
        self.method = environ.get("REQUEST_METHOD", "GET")
        self.path = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace") or "/"
        self.query_string = environ.get("QUERY_STRING", "").encode("latin-1")
        self.scheme = environ.get("wsgi.url_scheme", "http")
        self.remote_addr = environ.get("REMOTE_ADDR")
        fields = [(name[5:].replace("_", "-").title(), value) for name, value in environ.items() if name.startswith("HTTP_")]
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            if environ.get(name):
                fields.append((name.replace("_", "-").title(), environ[name]))
        self.headers = Headers(fields)
        self._data = None
        self._form = None

    host = property(lambda self: self.headers.get("Host", "localhost"))
    content_type = property(lambda self: self.headers.get("Content-Type"))
    content_length = property(lambda self: self.headers.get("Content-Length", type=int))
    mimetype = property(lambda self: (self.content_type or "").partition(";")[0].strip().lower())
    is_json = property(lambda self: self.mimetype == "application/json" or self.mimetype.endswith("+json"))
    is_secure = property(lambda self: self.scheme == "https")
    user_agent = property(lambda self: self.headers.get("User-Agent", ""))
    referrer = property(lambda self: self.headers.get("Referer"))
    args = property(lambda self: ImmutableMultiDict(parse_qsl(self.query_string.decode(), keep_blank_values=True)))
    cookies = property(lambda self: ImmutableMultiDict([(name, each.value) for name, each in SimpleCookie(self.headers.get("Cookie", "")).items()]))
    access_route = property(lambda self: [self.remote_addr])
    data = property(lambda self: self.get_data())
    stream = property(lambda self: io.BytesIO(self.get_data()))
    form = property(lambda self: self._parsed()[0])
    files = property(lambda self: self._parsed()[1])
    values = property(lambda self: CombinedMultiDict([self.args, self.form]))
    json = property(lambda self: self.get_json())
    root_url = host_url = url_root = property(lambda self: "%s://%s/" % (self.scheme, self.host))
    base_url = property(lambda self: self.root_url[:-1] + self.path)
    full_path = property(lambda self: "%s?%s" % (self.path, self.query_string.decode()))
    url = property(lambda self: self.base_url + ("?" + self.query_string.decode() if self.query_string else ""))

    def get_data(self, cache=True, as_text=False, parse_form_data=False):
        if self._data is None:
            self._data = self.environ["wsgi.input"].read(self.content_length or 0)
        return self._data.decode("utf-8", "replace") if as_text else self._data

    def get_json(self, force=False, silent=False, cache=True):
        if not (force or self.is_json):
            return None if silent else self.on_json_loading_failed(None)
        try:
            return json.loads(self.get_data())
        except ValueError as error:
            return None if silent else self.on_json_loading_failed(error)

    def on_json_loading_failed(self, error):
        if error is None:
            raise UnsupportedMediaType("Did not attempt to load JSON data because the request Content-Type was not 'application/json'.")
        raise BadRequest("Failed to decode JSON object: %s" % error)

    def _parsed(self):
        if self._form is None:
            fields, files = [], []
            if self.mimetype == "application/x-www-form-urlencoded":
                fields = parse_qsl(self.get_data(as_text=True), keep_blank_values=True)
            elif self.mimetype == "multipart/form-data":
                from email import message_from_bytes

                head = b"Content-Type: " + self.content_type.encode() + b"\r\n\r\n"
                for part in message_from_bytes(head + self.get_data()).get_payload():
                    name = part.get_param("name", header="Content-Disposition")
                    filename, body = part.get_filename(), part.get_payload(decode=True)
                    if filename is None:
                        fields.append((name, body.decode("utf-8", "replace")))
                    else:
                        files.append((name, FileStorage(io.BytesIO(body), filename, name, part.get_content_type())))
            self._form = ImmutableMultiDict(fields), ImmutableMultiDict(files)
        return self._form

    def __repr__(self):
        return "<%s %r [%s]>" % (type(self).__name__, self.url, self.method)


def _status(status):
    if isinstance(status, str):
        code, _, phrase = status.partition(" ")
        return int(code), "%s %s" % (code, phrase) if phrase else _status(int(code))[1]
    try:
        return int(status), "%d %s" % (status, HTTPStatus(status).phrase.upper())
    except ValueError:
        return int(status), "%d UNKNOWN" % status


class Response:
    """A response that is itself a WSGI application."""

    default_mimetype = "text/html"
    default_status = 200

    def __init__(self, response=None, status=None, headers=None, mimetype=None, content_type=None, direct_passthrough=False):
        self.headers = Headers(headers or ())
        self.status = self.default_status if status is None else status
        if content_type is None and (mimetype or "Content-Type" not in self.headers):
            content_type = mimetype or self.default_mimetype
            if content_type.startswith("text/") or content_type in ("application/xml", "application/javascript"):
                content_type += "; charset=utf-8"
        if content_type is not None:
            self.headers["Content-Type"] = content_type
        self.response = []
        if isinstance(response, (str, bytes, bytearray)):
            self.set_data(response)
        elif response is not None:
            self.response = response

    @property
    def status(self):
        return self._status

    @status.setter
    def status(self, value):
        self.status_code_, self._status = _status(value)

    @property
    def status_code(self):
        return self.status_code_

    @status_code.setter
    def status_code(self, value):
        self.status = value

    def set_data(self, value):
        data = value.encode() if isinstance(value, str) else bytes(value)
        self.response = [data]
        self.headers["Content-Length"] = len(data)

    def get_data(self, as_text=False):
        self.response = [part.encode() if isinstance(part, str) else part for part in self.response]
        data = b"".join(self.response)
        return data.decode() if as_text else data

    data = property(get_data, set_data)
    json = property(lambda self: self.get_json())
    text = property(lambda self: self.get_data(as_text=True))
    is_json = property(lambda self: self.mimetype == "application/json")
    content_type = property(lambda self: self.headers.get("Content-Type"), lambda self, value: self.headers.set("Content-Type", value))
    mimetype = property(lambda self: (self.content_type or "").partition(";")[0])
    location = property(lambda self: self.headers.get("Location"), lambda self, value: self.headers.set("Location", value))
    content_length = property(lambda self: self.headers.get("Content-Length", type=int))

    def get_json(self, force=False, silent=False):
        return json.loads(self.get_data()) if force or self.is_json else None

    def set_cookie(self, key, value="", max_age=None, expires=None, path="/", domain=None, secure=False, httponly=False, samesite=None):
        cookie = SimpleCookie()
        cookie[key] = value
        morsel = cookie[key]
        for name, given in (("max-age", max_age), ("expires", expires), ("path", path), ("domain", domain), ("samesite", samesite)):
            if given is not None:
                morsel[name] = given
        morsel["secure"], morsel["httponly"] = secure, httponly
        self.headers.add("Set-Cookie", morsel.OutputString())

    def delete_cookie(self, key, path="/", domain=None, **_):
        self.set_cookie(key, "", max_age=0, expires="Thu, 01 Jan 1970 00:00:00 GMT", path=path, domain=domain)

    def __call__(self, environ, start_response):
        start_response(self.status, list(self.headers.items()))
        if environ["REQUEST_METHOD"] == "HEAD" or self.status_code in (204, 304):
            return []
        return (part.encode() if isinstance(part, str) else part for part in self.response)

    def __repr__(self):
        size = "%d bytes" % sum(map(len, self.response)) if isinstance(self.response, list) else "streamed"
        return "<%s %s [%s]>" % (type(self).__name__, size, self.status)
