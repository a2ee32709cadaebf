"""What an application and a blueprint share: registering views and handlers."""


class Scaffold:
    def route(self, rule, **options):
        """Decorates a view function to register it under a URL rule."""

        def register(view):
            self.add_url_rule(rule, options.pop("endpoint", None), view, **options)
            return view

        return register

    def _method_route(method):
        def decorate(self, rule, **options):
            return self.route(rule, methods=[method], **options)

        return decorate

    get = _method_route("GET")
    post = _method_route("POST")
    put = _method_route("PUT")
    patch = _method_route("PATCH")
    delete = _method_route("DELETE")

    def errorhandler(self, code_or_exception):
        """Decorates a function that answers an error."""

        def register(handler):
            self.register_error_handler(code_or_exception, handler)
            return handler

        return register

    def register_error_handler(self, code_or_exception, handler):
        self.error_handlers[code_or_exception] = handler

    def before_request(self, function):
        self.before_request_funcs.append(function)
        return function

    def after_request(self, function):
        self.after_request_funcs.append(function)
        return function

    def teardown_request(self, function):
        self.teardown_request_funcs.append(function)
        return function

    def context_processor(self, function):
        self.context_processors.append(function)
        return function

    def _collections(self):
        self.error_handlers = {}
        self.before_request_funcs, self.after_request_funcs = [], []
        self.teardown_request_funcs, self.context_processors = [], []
