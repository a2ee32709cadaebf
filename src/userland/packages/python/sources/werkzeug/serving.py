"""The development server: one request after another."""

import logging
import os
import socket
import subprocess
import sys
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from urllib.parse import unquote, urlsplit

VERSION = "3.1.3"
_logger = None


def _style(text, *codes):
    return "".join("\x1b[%dm" % code for code in codes) + text + "\x1b[0m"


def log(level, message, *args):
    """To the werkzeug logger, which shows INFO on stderr when nobody configured it."""
    global _logger
    if _logger is None:
        _logger = logging.getLogger("werkzeug")
        if _logger.level == logging.NOTSET:
            _logger.setLevel(logging.INFO)
        if not _logger.hasHandlers():
            _logger.addHandler(logging.StreamHandler())
    getattr(_logger, level)(message.rstrip(), *args)


class WSGIRequestHandler(BaseHTTPRequestHandler):
    """Answers one connection by the application."""

    server_version = "Werkzeug/" + VERSION
    protocol_version = "HTTP/1.1"

    def version_string(self):
        return "%s Python/%s" % (self.server_version, sys.version.split()[0])

    def _environ(self):
        url = urlsplit(self.path)
        environ = {
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": self.rfile if self.headers.get("Content-Length") else BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "SERVER_SOFTWARE": self.server_version,
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(url.path, "latin-1"),
            "QUERY_STRING": url.query,
            "REQUEST_URI": self.path,
            "REMOTE_ADDR": self.client_address[0],
            "REMOTE_PORT": self.client_address[1],
            "SERVER_NAME": self.server.server_address[0],
            "SERVER_PORT": str(self.server.server_address[1]),
            "SERVER_PROTOCOL": self.request_version,
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key] = value
        return environ

    def _answer(self):
        self.close_connection = True
        started = []

        def start_response(status, headers, exc_info=None):
            started[:] = [status, headers]

        try:
            body = self.server.app(self._environ(), start_response)
            parts = iter(body)
            first = next(parts, b"")
            self._head(*started)
            if first:
                self.wfile.write(first)
            for part in parts:
                self.wfile.write(part)
                self.wfile.flush()
        except (ConnectionError, TimeoutError):
            pass
        except Exception:
            log("error", "Error on request:\n%s", traceback.format_exc())
            if not started:
                self._head("500 INTERNAL SERVER ERROR", [("Content-Type", "text/html; charset=utf-8")])

    def _head(self, status, headers):
        code, _, phrase = status.partition(" ")
        self.send_response(int(code), phrase)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer

    def log_request(self, code="-", size="-"):
        code, line = str(int(code)), self.requestline
        styles = {"1": (1,), "3": (32,), "4": (31, 1), "5": (35, 1)}.get(code[0], ())
        styles = {"304": (36,), "404": (33,)}.get(code, styles)
        self.log("info", '"%s" %s %s', _style(line, *styles) if styles else line, code, size)

    def log_error(self, format, *args):
        self.log("error", format, *args)

    def log(self, level, message, *args):
        log(level, "%s - - [%s] %s", self.client_address[0], self.log_date_time_string(), message % args)


class BaseWSGIServer(HTTPServer):
    """A server of one WSGI application."""

    def __init__(self, host, port, app):
        self.app = app
        self.watch = None
        super().__init__((host, port), WSGIRequestHandler)

    def server_bind(self):
        # HTTPServer would look the host's name up.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address

    def service_actions(self):
        if self.watch:
            self.watch()

    def log_startup(self):
        host, port = self.server_address
        lines = [" * Running on http://%s:%d" % (host, port)]
        if host == "0.0.0.0":
            lines = [" * Running on all addresses (0.0.0.0)", " * Running on http://127.0.0.1:%d" % port, " * Running on http://%s:%d" % (_interface(), port)]
        warning = "WARNING: This is a development server. Do not use it in a production deployment. Use a production WSGI server instead."
        log("info", "\n".join([_style(warning, 31, 1), *lines]))
        log("info", _style("Press CTRL+C to quit", 33))


def _interface():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.253.155.219", 58162))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def make_server(host, port, app, **_):
    """A server that is not running yet."""
    try:
        return BaseWSGIServer(host, port, app)
    except OSError as error:
        print(error.strerror, file=sys.stderr)
        if error.errno == 98:
            print("Port %d is in use by another program. Either identify and stop that program, or start the server with a different port." % port, file=sys.stderr)
        sys.exit(1)


def _watched():
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    return [file for file in files if file and ".zip/" not in file and os.path.exists(file)]


def _watch():
    """A function that ends the process with 3 once a module's file has changed."""
    times, next_look = {}, [0.0]
    import time

    def look():
        if time.monotonic() < next_look[0]:
            return
        next_look[0] = time.monotonic() + 1
        for file in _watched():
            changed = os.stat(file).st_mtime
            if changed > times.setdefault(file, changed):
                log("info", " * Detected change in %r, reloading", os.path.abspath(file))
                sys.exit(3)

    return look


def _command():
    main = sys.modules["__main__"]
    if getattr(main, "__spec__", None) is not None:
        return [sys.executable, "-m", main.__spec__.name.removesuffix(".__main__"), *sys.argv[1:]]
    return [sys.executable, *sys.argv]


def _restart():
    """Runs the program again in a child for as long as it ends with 3."""
    while True:
        log("info", " * Restarting with stat")
        status = subprocess.call(_command(), env={**os.environ, "WERKZEUG_RUN_MAIN": "true"})
        if status != 3:
            sys.exit(status)


def run_simple(hostname, port, application, use_reloader=False, use_debugger=False, threaded=False, **_):
    """Starts the development server."""
    child = os.environ.get("WERKZEUG_RUN_MAIN") == "true"
    if use_reloader and not child:
        server = make_server(hostname, port, application)
        server.log_startup()
        server.server_close()
        _restart()
    server = make_server(hostname, port, application)
    if not use_reloader:
        server.log_startup()
    if use_debugger and (child or not use_reloader):
        log("warning", " * drydock: not simulated: the interactive debugger")
    if use_reloader:
        server.watch = _watch()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
