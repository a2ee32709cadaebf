"""The application."""

import functools
import inspect
import logging
import os
import sys

import click
from blinker import Namespace
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import BadRequestKeyError, HTTPException, InternalServerError
from werkzeug.routing import Map, Rule

from . import json
from .globals import _app_contexts, _request_contexts
from .scaffold import Scaffold
from .wrappers import Request, Response

_signals = Namespace()
request_started = _signals.signal("request-started")
request_finished = _signals.signal("request-finished")


class Config(dict):
    """Configuration: a dict that can be filled from files and objects."""

    def __init__(self, root_path, defaults):
        super().__init__(defaults)
        self.root_path = root_path

    def from_object(self, obj):
        if isinstance(obj, str):
            module, _, name = obj.rpartition(".")
            obj = getattr(__import__(module, fromlist=[name]), name) if module else __import__(obj)
        self.update({key: getattr(obj, key) for key in dir(obj) if key.isupper()})

    def from_mapping(self, mapping=None, **kwargs):
        self.update({key: value for key, value in {**(mapping or {}), **kwargs}.items() if key.isupper()})
        return True

    def from_pyfile(self, filename, silent=False):
        names = {"__file__": filename}
        try:
            with open(os.path.join(self.root_path, filename), "rb") as file:
                exec(compile(file.read(), filename, "exec"), names)
        except OSError:
            if silent:
                return False
            raise
        return self.from_mapping(names)

    def from_prefixed_env(self, prefix="FLASK", loads=json.loads):
        for name, value in os.environ.items():
            if name.startswith(prefix + "_"):
                try:
                    value = loads(value)
                except ValueError:
                    pass
                self[name[len(prefix) + 1 :]] = value
        return True


class _Session(dict):
    """The session: a dict in a signed cookie."""

    permanent = False
    modified = True


class _Globals:
    """`g`"""

    def get(self, name, default=None):
        return self.__dict__.get(name, default)

    def pop(self, name, *default):
        return self.__dict__.pop(name, *default)

    def setdefault(self, name, default=None):
        return self.__dict__.setdefault(name, default)

    def __contains__(self, name):
        return name in self.__dict__


class AppContext:
    """Makes an application current."""

    def __init__(self, app):
        self.app, self.g = app, _Globals()

    def __enter__(self):
        _app_contexts.append(self)
        return self

    def __exit__(self, *error):
        for function in reversed(self.app.teardown_appcontext_funcs):
            function(error[1] if error else None)
        _app_contexts.remove(self)


class RequestContext(AppContext):
    """Makes a request current, and its application."""

    def __init__(self, app, environ):
        super().__init__(app)
        self.request = app.request_class(environ)
        self.session = app._open_session(self.request)
        try:
            self.request.url_rule, self.request.view_args = app.url_map.match(self.request.path, self.request.method)
        except HTTPException as error:
            self.request.routing_exception = error

    def __enter__(self):
        _request_contexts.append(self)
        return super().__enter__()

    def __exit__(self, *error):
        for function in reversed(self.app.teardown_request_funcs):
            function(error[1] if error else None)
        super().__exit__(*error)
        _request_contexts.remove(self)


def _root_path(import_name):
    file = getattr(sys.modules.get(import_name), "__file__", None)
    return os.path.dirname(os.path.abspath(file)) if file else os.getcwd()


class Flask(Scaffold):
    """A WSGI application: a registry of views, configuration and templates."""

    request_class = Request
    response_class = Response

    def __init__(self, import_name, static_url_path=None, static_folder="static", template_folder="templates", root_path=None, **_):
        self.import_name = import_name
        self.root_path = root_path or _root_path(import_name)
        self.config = Config(self.root_path, {"DEBUG": False, "TESTING": False, "SECRET_KEY": None, "SERVER_NAME": None, "MAX_CONTENT_LENGTH": None})
        self.config["DEBUG"] = os.environ.get("FLASK_DEBUG", "0").lower() not in ("0", "", "false", "no")
        self.url_map, self.view_functions, self.blueprints = Map(), {}, {}
        self.json = json.Provider()
        self.teardown_appcontext_funcs = []
        self.extensions = {}
        self.template_folder_path = os.path.join(self.root_path, template_folder) if template_folder else None
        self.cli = click.Group(self.name)
        self._collections()
        self.static_folder = os.path.join(self.root_path, static_folder) if static_folder else None
        if self.static_folder:
            path = static_url_path or "/" + os.path.basename(static_folder.rstrip("/"))
            self.add_url_rule(path.rstrip("/") + "/<path:filename>", "static", self.send_static_file)

    @property
    def name(self):
        if self.import_name == "__main__":
            file = getattr(sys.modules["__main__"], "__file__", None)
            return os.path.splitext(os.path.basename(file))[0] if file else "__main__"
        return self.import_name

    debug = property(lambda self: self.config["DEBUG"], lambda self, value: self.config.__setitem__("DEBUG", value))
    testing = property(lambda self: self.config["TESTING"], lambda self, value: self.config.__setitem__("TESTING", value))
    secret_key = property(lambda self: self.config["SECRET_KEY"], lambda self, value: self.config.__setitem__("SECRET_KEY", value))

    @functools.cached_property
    def jinja_env(self):
        from .templating import make_environment

        return make_environment(self)

    @functools.cached_property
    def logger(self):
        logger = logging.getLogger(self.name)
        if self.debug and not logger.level:
            logger.setLevel(logging.DEBUG)
        if not logger.hasHandlers():
            handler = logging.StreamHandler()
            handler.setFormatter(logging.Formatter("[%(asctime)s] %(levelname)s in %(module)s: %(message)s"))
            logger.addHandler(handler)
        return logger

    # --- registering

    def add_url_rule(self, rule, endpoint=None, view_func=None, methods=None, defaults=None, strict_slashes=None, **_):
        """Registers a rule for routing requests."""
        endpoint = endpoint or view_func.__name__
        methods = {method.upper() for method in methods or getattr(view_func, "methods", None) or ("GET",)}
        known = self.view_functions.get(endpoint)
        if known is not None and known is not view_func:
            raise AssertionError("View function mapping is overwriting an existing endpoint function: %s" % endpoint)
        self.url_map.add(Rule(rule, endpoint, methods | {"OPTIONS"}, defaults, strict_slashes))
        self.view_functions[endpoint] = view_func

    def register_blueprint(self, blueprint, **options):
        self.blueprints[blueprint.name] = blueprint
        blueprint.register(self, **options)

    def teardown_appcontext(self, function):
        self.teardown_appcontext_funcs.append(function)
        return function

    def template_filter(self, name=None):
        def register(function):
            self.jinja_env.filters[name or function.__name__] = function
            return function

        return register

    def template_global(self, name=None):
        def register(function):
            self.jinja_env.globals[name or function.__name__] = function
            return function

        return register

    # --- contexts

    def app_context(self):
        return AppContext(self)

    def request_context(self, environ):
        return RequestContext(self, environ)

    def test_request_context(self, path="/", method="GET", **kwargs):
        from .testing import make_environ

        return RequestContext(self, make_environ(path, method, **kwargs))

    def test_client(self, **_):
        from .testing import FlaskClient

        return FlaskClient(self)

    # --- sessions

    def _serializer(self):
        return URLSafeTimedSerializer(self.secret_key, salt="cookie-session", signer_kwargs={"key_derivation": "hmac"})

    def _open_session(self, request):
        cookie = request.cookies.get("session") if self.secret_key else None
        try:
            return _Session(self._serializer().loads(cookie, max_age=31 * 86400)) if cookie else _Session()
        except BadSignature:
            return _Session()

    def _save_session(self, session, response, had):
        if not self.secret_key:
            if session:
                raise RuntimeError("The session is unavailable because no secret key was set.  Set the secret_key on the application to something unique and secret.")
            return
        if session:
            response.headers.add("Vary", "Cookie")
            response.set_cookie("session", self._serializer().dumps(dict(session)), httponly=True)
        elif had:
            response.delete_cookie("session")

    # --- answering

    def send_static_file(self, filename):
        from .helpers import send_from_directory

        return send_from_directory(self.static_folder, filename)

    def make_response(self, value):
        """What a view answered, as a response."""
        status = headers = None
        if isinstance(value, tuple):
            if len(value) == 3:
                value, status, headers = value
            elif len(value) == 2:
                value, second = value
                status, headers = (None, second) if isinstance(second, (dict, list, tuple)) else (second, None)
            else:
                raise TypeError("The view function did not return a valid response tuple. The tuple must have the form (body, status, headers), (body, status), or (body, headers).")
        if value is None:
            from .globals import request

            raise TypeError("The view function for %r did not return a valid response. The function either returned None or ended without a return statement." % request.endpoint)
        if isinstance(value, (dict, list)):
            value = json.jsonify(value)
        elif isinstance(value, HTTPException):
            value = value.get_response()
        elif isinstance(value, (str, bytes, bytearray)) or inspect.isgenerator(value) or hasattr(value, "__next__"):
            value = self.response_class(value, status)
            status = None
        elif not hasattr(value, "status_code"):
            raise TypeError("The view function did not return a valid response. The return type must be a string, dict, list, tuple with headers or status, Response instance, or WSGI callable, but it was a %s." % type(value).__name__)
        if status is not None:
            value.status = status
        if headers:
            value.headers.update(headers)
        return value

    def dispatch_request(self):
        """Calls the view the current request was matched to."""
        request = _request_contexts[-1].request
        if request.routing_exception is not None:
            raise request.routing_exception
        rule = request.url_rule
        if request.method == "OPTIONS" and "OPTIONS" not in (getattr(self.view_functions[rule.endpoint], "methods", None) or ()):
            response = self.response_class()
            response.headers["Allow"] = ", ".join(sorted(rule.methods))
            return response
        return self.ensure_sync(self.view_functions[rule.endpoint])(**request.view_args)

    def ensure_sync(self, function):
        if not inspect.iscoroutinefunction(function):
            return function
        import asyncio

        return lambda *args, **kwargs: asyncio.run(function(*args, **kwargs))

    def _handler(self, error):
        if isinstance(error, HTTPException) and error.code in self.error_handlers:
            return self.error_handlers[error.code]
        return next((self.error_handlers[kind] for kind in type(error).__mro__ if kind in self.error_handlers), None)

    def _handle(self, error):
        """The answer to an exception of a view."""
        handler = self._handler(error)
        if isinstance(error, HTTPException):
            if isinstance(error, BadRequestKeyError) and self.debug:
                error.description = "KeyError: %r" % error.args[0]
            return handler(error) if handler else error
        if handler:
            return handler(error)
        if self.testing or self.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        request = _request_contexts[-1].request
        self.logger.error("Exception on %s [%s]", request.path, request.method, exc_info=error)
        wrapped = InternalServerError(original_exception=error)
        handler = self._handler(wrapped)
        return handler(wrapped) if handler else wrapped

    def full_dispatch_request(self):
        request_started.send(self)
        try:
            answer = next((found for found in (function() for function in self.before_request_funcs) if found is not None), None)
            if answer is None:
                answer = self.dispatch_request()
            response = self.make_response(answer)
        except Exception as error:
            response = self.make_response(self._handle(error))
        for function in reversed(self.after_request_funcs):
            response = function(response)
        context = _request_contexts[-1]
        self._save_session(context.session, response, "session" in context.request.cookies)
        request_finished.send(self, response=response)
        return response

    def wsgi_app(self, environ, start_response):
        with RequestContext(self, environ):
            response = self.full_dispatch_request()
            return list(response(environ, start_response)) if isinstance(response.response, list) else response(environ, start_response)

    def __call__(self, environ, start_response):
        return self.wsgi_app(environ, start_response)

    def run(self, host=None, port=None, debug=None, load_dotenv=True, **options):
        """Runs the application on the development server."""
        if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
            if os.environ.get("WERKZEUG_RUN_MAIN") != "true":
                click.secho(" * Ignoring a call to 'app.run()' that would block the current 'flask' CLI command.\n   Only call 'app.run()' in an 'if __name__ == \"__main__\"' guard.", fg="red")
            return
        if debug is not None:
            self.debug = bool(debug)
        from werkzeug.serving import run_simple

        from .cli import show_server_banner

        show_server_banner(self.debug, self.name)
        options.setdefault("use_reloader", self.debug)
        options.setdefault("use_debugger", self.debug)
        run_simple(host or "127.0.0.1", int(5000 if port is None else port), self, **options)

    def __repr__(self):
        return "<Flask %r>" % self.name
