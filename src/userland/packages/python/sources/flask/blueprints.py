"""Parts of an application that are registered together."""

import os
import sys

from .scaffold import Scaffold


class Blueprint(Scaffold):
    """A collection of views to be registered on an application."""

    def __init__(self, name, import_name, url_prefix=None, template_folder=None, static_folder=None, **_):
        self.name, self.import_name, self.url_prefix = name, import_name, url_prefix
        file = getattr(sys.modules.get(import_name), "__file__", None)
        root = os.path.dirname(os.path.abspath(file)) if file else os.getcwd()
        self.template_folder_path = os.path.join(root, template_folder) if template_folder else None
        self._rules = []
        self._collections()

    def add_url_rule(self, rule, endpoint=None, view_func=None, **options):
        self._rules.append((rule, endpoint or view_func.__name__, view_func, options))

    def register(self, app, url_prefix=None, **_):
        prefix = (self.url_prefix if url_prefix is None else url_prefix) or ""
        for rule, endpoint, view, options in self._rules:
            whole = prefix.rstrip("/") + "/" + rule.lstrip("/") if prefix and rule else prefix or rule
            app.add_url_rule(whole, "%s.%s" % (self.name, endpoint), view, **options)
        app.error_handlers.update(self.error_handlers)
        app.context_processors += self.context_processors

        def only_here(function):
            from .globals import request

            return lambda *args: function(*args) if request.blueprint == self.name else (args[0] if args else None)

        app.before_request_funcs += map(only_here, self.before_request_funcs)
        app.after_request_funcs += map(only_here, self.after_request_funcs)
