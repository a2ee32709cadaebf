"""Templates: parsed to nodes, each a function of (context, output)."""


from markupsafe import Markup, escape

from .expressions import Parser
from .filters import FILTERS, TESTS
from .lexer import pieces


class TemplateError(Exception):
    """Baseclass for all template errors."""


class TemplateNotFound(IOError, LookupError, TemplateError):
    """Raised if a template does not exist."""

    def __init__(self, name):
        Exception.__init__(self, name)
        self.name = name

    def __str__(self):
        return str(self.name)


class TemplateSyntaxError(TemplateError):
    """Raised to tell the user that there is a problem with the template."""

    def __init__(self, message, lineno, name=None, filename=None):
        super().__init__(message)
        self.message, self.lineno, self.name, self.filename = message, lineno, name, filename

    def __str__(self):
        return "%s\n  File %r, line %d" % (self.message, self.filename or self.name or "<template>", self.lineno)


class UndefinedError(TemplateError):
    """Raised if a template tries to operate on Undefined."""


class Undefined:
    """What a name stands for that is not there."""

    def __init__(self, name, of=None):
        self._name, self._of = name, of

    def _fail(self, *_, **__):
        if self._of is None:
            raise UndefinedError("%r is undefined" % self._name)
        raise UndefinedError("%r has no attribute %r" % ("%s object" % _kind(self._of), self._name))

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        self._fail()

    __call__ = __getitem__ = __add__ = __radd__ = __sub__ = __mul__ = __truediv__ = __lt__ = __gt__ = __int__ = _fail
    __str__ = lambda self: ""
    __len__ = lambda self: 0
    __bool__ = lambda self: False
    __iter__ = lambda self: iter(())
    __eq__ = lambda self, other: type(self) is type(other)
    __hash__ = lambda self: hash(type(self))
    __repr__ = lambda self: "Undefined"


class StrictUndefined(Undefined):
    """An undefined that may not even be printed."""

    __str__ = __iter__ = __len__ = __bool__ = __eq__ = Undefined._fail
    __hash__ = None


def _kind(value):
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else "%s.%s" % (kind.__module__, kind.__qualname__)


class Context:
    """The names a template sees: scopes, innermost last."""

    def __init__(self, environment, scopes, autoescape, blocks):
        self.environment, self.scopes, self.autoescape, self.blocks = environment, scopes, autoescape, blocks

    def resolve(self, name):
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return self.environment.undefined(name)

    def inner(self, names):
        return Context(self.environment, [*self.scopes, names], self.autoescape, self.blocks)


class _Loop:
    """The special variable of a for block."""

    def __init__(self, items, depth):
        self._items, self.length, self.depth, self.index0 = items, len(items), depth, 0

    index = property(lambda self: self.index0 + 1)
    first = property(lambda self: self.index0 == 0)
    last = property(lambda self: self.index0 == self.length - 1)
    revindex = property(lambda self: self.length - self.index0)
    revindex0 = property(lambda self: self.length - self.index0 - 1)
    previtem = property(lambda self: self._items[self.index0 - 1] if self.index0 else Undefined("previtem"))
    nextitem = property(lambda self: Undefined("nextitem") if self.last else self._items[self.index0 + 1])

    def cycle(self, *values):
        return values[self.index0 % len(values)]


class _Namespace:
    def __init__(self, **values):
        self.__dict__.update(values)


class Environment:
    """The configuration templates share."""

    def __init__(self, loader=None, autoescape=False, undefined=Undefined, trim_blocks=False, lstrip_blocks=False, **_):
        self.loader, self.autoescape, self.undefined = loader, autoescape, undefined
        self.trim_blocks, self.lstrip_blocks = trim_blocks, lstrip_blocks
        self.filters, self.tests = dict(FILTERS), dict(TESTS)
        self.globals = {"range": range, "dict": dict, "namespace": _Namespace}

    def getattr(self, value, name):
        if isinstance(name, str) and hasattr(value, name):
            return getattr(value, name)
        return self.getitem(value, name)

    def getitem(self, value, key):
        try:
            return value[key]
        except (AttributeError, TypeError, LookupError):
            if isinstance(key, str) and hasattr(value, key):
                return getattr(value, key)
        if isinstance(value, Undefined):
            value._fail()
        return self.undefined(key, value)

    def join(self, context, parts):
        return Markup("").join(parts) if context.autoescape else "".join(map(str, parts))

    def from_string(self, source, globals=None, template_class=None):
        return Template(source, self)

    def get_template(self, name, parent=None, globals=None):
        if isinstance(name, Template):
            return name
        source, filename = self.loader.get_source(self, name)
        return Template(source, self, name, filename)

    select_template = lambda self, names: self.get_template(names[0])


class Template:
    """A compiled template that can be rendered."""

    def __init__(self, source, environment=None, name=None, filename=None):
        self.environment = environment or Environment()
        self.name, self.filename = name, filename
        self.blocks, self.parent = {}, None
        self._pieces, self._at = pieces(self._trimmed(source)), 0
        self.body, _ = self._nodes(())

    def _trimmed(self, source):
        import re

        if self.environment.trim_blocks:
            source = re.sub(r"(%\}|#\})\n", r"\1", source)
        if self.environment.lstrip_blocks:
            source = re.sub(r"(?m)^[ \t]+(\{[%#])", r"\1", source)
        return source

    # --- rendering

    def render(self, *args, **kwargs):
        return "".join(self.generate(*args, **kwargs))

    def generate(self, *args, **kwargs):
        output = []
        escaping = self.environment.autoescape
        escaping = escaping(self.name) if callable(escaping) else escaping
        context = Context(self.environment, [self.environment.globals, dict(*args, **kwargs)], escaping, {})
        self._render(context, output.append)
        return output

    def _render(self, context, output):
        for name, body in self.blocks.items():
            context.blocks.setdefault(name, []).append(body)
        if self.parent is None:
            _run(self.body, context, output)
            return
        # What stands outside blocks in a child may set names but shows nothing.
        _run(self.body, context, lambda text: None)
        self.environment.get_template(self.parent(context))._render(context, output)

    # --- parsing

    def _fail(self, message, line):
        raise TemplateSyntaxError(message, line, self.name, self.filename)

    def _parser(self, text, line):
        return Parser(text, self.environment, lambda message: self._fail(message, line))

    def _nodes(self, ends):
        nodes = []
        while self._at < len(self._pieces):
            kind, text, line = self._pieces[self._at]
            self._at += 1
            if kind == "data":
                nodes.append(lambda context, output, text=text: output(text))
            elif kind == "variable":
                parser = self._parser(text, line)
                nodes.append(self._show(parser.finish(parser.expression())))
            else:
                word, _, rest = text.partition(" ")
                word, rest = (word, rest) if word.isidentifier() else (word[: _word(word)], word[_word(word) :] + " " + rest)
                if word in ends:
                    return nodes, (word, rest, line)
                handle = getattr(self, "_block_" + word, None)
                if handle is None:
                    self._fail("Encountered unknown tag %r." % word, line)
                node = handle(rest.strip(), line)
                if node:
                    nodes.append(node)
        if ends:
            self._fail("Unexpected end of template. Jinja was looking for the following tags: %s." % " or ".join(map(repr, ends)), line if self._pieces else 1)
        return nodes, None

    @staticmethod
    def _show(value):
        def node(context, output):
            found = value(context)
            output(escape(found) if context.autoescape else str(found))

        return node

    def _block_if(self, rest, line):
        branches, word = [], "if"
        while word in ("if", "elif"):
            parser = self._parser(rest, line)
            test = parser.finish(parser.expression())
            body, (word, rest, line) = self._nodes(("elif", "else", "endif"))
            branches.append((test, body))
        if word == "else":
            body, _ = self._nodes(("endif",))
            branches.append((lambda context: True, body))

        def node(context, output):
            for test, body in branches:
                if test(context):
                    return _run(body, context, output)

        return node

    def _targets(self, parser):
        names = []
        parenthesis = parser.take("(")
        while True:
            names.append(parser.name())
            if not parser.take(","):
                break
        if parenthesis:
            parser.expect(")")
        return names

    def _block_for(self, rest, line):
        parser = self._parser(rest, line)
        names = self._targets(parser)
        parser.expect("in")
        items = parser.disjunction()
        test = parser.expression() if parser.take("if") else None
        parser.take("recursive")
        parser.finish(None)
        body, (word, *_) = self._nodes(("else", "endfor"))
        otherwise = self._nodes(("endfor",))[0] if word == "else" else []

        def bound(value):
            return {names[0]: value} if len(names) == 1 else dict(zip(names, value, strict=True))

        def node(context, output):
            found = list(items(context))
            if test:
                found = [item for item in found if test(context.inner(bound(item)))]
            outer = context.resolve("loop")
            loop = _Loop(found, outer.depth + 1 if isinstance(outer, _Loop) else 1)
            for loop.index0, item in enumerate(found):
                _run(body, context.inner({"loop": loop, **bound(item)}), output)
            if not found:
                _run(otherwise, context, output)

        return node

    def _block_set(self, rest, line):
        parser = self._parser(rest, line)
        names = self._targets(parser)
        attribute = parser.name() if parser.take(".") else None
        if parser.take("="):
            value = parser.expression()
            if parser.peek(","):
                values = [value]
                while parser.take(","):
                    values.append(parser.expression())
                value = lambda context: tuple(each(context) for each in values)
            parser.finish(None)
        else:
            body, _ = self._nodes(("endset",))
            value = lambda context: Markup(_captured(body, context))

        def node(context, output):
            found = value(context)
            if attribute:
                setattr(context.resolve(names[0]), attribute, found)
            elif len(names) == 1:
                context.scopes[-1][names[0]] = found
            else:
                context.scopes[-1].update(zip(names, found))

        return node

    def _block_block(self, rest, line):
        name = rest.split()[0]
        body, _ = self._nodes(("endblock",))
        self.blocks[name] = body

        def show(context, output, depth):
            chain = context.blocks[name]
            super_ = lambda: Markup(_captured([lambda inner, out: show(inner, out, depth + 1)], context)) if depth + 1 < len(chain) else ""
            _run(chain[depth], context.inner({"super": super_}), output)

        return lambda context, output: show(context, output, 0)

    def _block_extends(self, rest, line):
        parser = self._parser(rest, line)
        self.parent = parser.finish(parser.expression())

    def _block_include(self, rest, line):
        parser = self._parser(rest, line)
        name = parser.expression()
        ignore = bool(parser.take("ignore")) and bool(parser.take("missing"))
        alone = parser.take("without") and parser.take("context")

        def node(context, output):
            try:
                template = self.environment.get_template(name(context))
            except TemplateNotFound:
                if ignore:
                    return
                raise
            scopes = [self.environment.globals, {}] if alone else [*context.scopes, {}]
            template._render(Context(self.environment, scopes, context.autoescape, {}), output)

        return node

    def _block_with(self, rest, line):
        parser = self._parser(rest, line)
        pairs = []
        while parser.tokens[parser.at][0] == "name":
            name = parser.name()
            parser.expect("=")
            pairs.append((name, parser.expression()))
            parser.take(",")
        body, _ = self._nodes(("endwith",))
        return lambda context, output: _run(body, context.inner({name: value(context) for name, value in pairs}), output)

    def _block_macro(self, rest, line):
        parser = self._parser(rest, line)
        name = parser.name()
        parser.expect("(")
        parameters = []
        while not parser.take(")"):
            parameter = parser.name()
            parameters.append((parameter, parser.expression() if parser.take("=") else None))
            parser.take(",")
        body, _ = self._nodes(("endmacro",))

        def node(context, output):
            def macro(*args, **kwargs):
                names = {key: value(context) if value else self.environment.undefined(key) for key, value in parameters}
                names.update(zip([key for key, _ in parameters], args), **kwargs)
                return Markup(_captured(body, context.inner(names)))

            context.scopes[-1][name] = macro

        return node

    def _module(self, name, context):
        template = self.environment.get_template(name(context))
        names = {}
        inner = Context(self.environment, [self.environment.globals, names], context.autoescape, {})
        _run(template.body, inner, lambda text: None)
        return names

    def _block_import(self, rest, line):
        parser = self._parser(rest, line)
        name = parser.expression()
        parser.expect("as")
        alias = parser.name()

        def node(context, output):
            context.scopes[-1][alias] = _Namespace(**self._module(name, context))

        return node

    def _block_from(self, rest, line):
        parser = self._parser(rest, line)
        name = parser.expression()
        parser.expect("import")
        wanted = []
        while parser.tokens[parser.at][0] == "name" and not parser.peek("with", "without"):
            found = parser.name()
            wanted.append((found, parser.name() if parser.take("as") else found))
            parser.take(",")

        def node(context, output):
            names = self._module(name, context)
            for found, alias in wanted:
                context.scopes[-1][alias] = names.get(found, self.environment.undefined(found))

        return node

    def _block_filter(self, rest, line):
        parser = self._parser("_body|" + rest, line)
        value = parser.finish(parser.expression())
        body, _ = self._nodes(("endfilter",))
        return lambda context, output: output(str(value(context.inner({"_body": Markup(_captured(body, context))}))))

    def _block_autoescape(self, rest, line):
        parser = self._parser(rest, line)
        on = parser.expression()
        body, _ = self._nodes(("endautoescape",))

        def node(context, output):
            inner = context.inner({})
            inner.autoescape = on(context)
            _run(body, inner, output)

        return node


def _word(text):
    return next((at for at, letter in enumerate(text) if not (letter.isalnum() or letter == "_")), len(text))


def _run(nodes, context, output):
    for node in nodes:
        node(context, output)


def _captured(nodes, context):
    parts = []
    _run(nodes, context, parts.append)
    return "".join(parts)
