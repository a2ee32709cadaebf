"""Expressions: tokens → a function of the context."""

import ast
import operator

from .lexer import tokens

_COMPARISONS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_SUMS = {"+": operator.add, "-": operator.sub}
_PRODUCTS = {"*": operator.mul, "/": operator.truediv, "//": operator.floordiv, "%": operator.mod}
_CONSTANTS = {"true": True, "True": True, "false": False, "False": False, "none": None, "None": None}


class Parser:
    """One expression; `fail(message)` raises for the template's line."""

    def __init__(self, text, environment, fail):
        self.environment = environment
        self.fail = fail
        self.tokens = tokens(text, fail)
        self.at = 0

    def peek(self, *values):
        kind, value = self.tokens[self.at]
        return kind in ("name", "operator") and value in values

    def take(self, *values):
        if not self.peek(*values):
            return None
        self.at += 1
        return self.tokens[self.at - 1][1]

    def expect(self, value):
        if not self.take(value):
            found = self.tokens[self.at][1] or "end of statement block"
            self.fail("expected token %r, got %r" % (value, found))

    def name(self):
        kind, value = self.tokens[self.at]
        if kind != "name":
            self.fail("expected token 'name', got %r" % (value or "end of statement block"))
        self.at += 1
        return value

    def finish(self, result):
        if self.tokens[self.at][0] != "end":
            self.fail("expected token 'end of print statement', got %r" % self.tokens[self.at][1])
        return result

    def expression(self):
        value = self.disjunction()
        while self.take("if"):
            test, whole = self.disjunction(), value
            other = self.expression() if self.take("else") else lambda context: self.environment.undefined("")
            value = lambda context, whole=whole, test=test, other=other: whole(context) if test(context) else other(context)
        return value

    def disjunction(self):
        left = self.conjunction()
        while self.take("or"):
            left = (lambda a, b: lambda context: a(context) or b(context))(left, self.conjunction())
        return left

    def conjunction(self):
        left = self.negation()
        while self.take("and"):
            left = (lambda a, b: lambda context: a(context) and b(context))(left, self.negation())
        return left

    def negation(self):
        if self.take("not"):
            value = self.negation()
            return lambda context: not value(context)
        return self.comparison()

    def comparison(self):
        first = left = self.sum()
        tests = []
        while True:
            if found := self.take(*_COMPARISONS):
                compare = _COMPARISONS[found]
            elif self.take("in"):
                compare = lambda a, b: a in b
            elif self.peek("not") and self.tokens[self.at + 1] == ("name", "in"):
                self.at += 2
                compare = lambda a, b: a not in b
            else:
                break
            right = self.sum()
            tests.append((left, compare, right))
            left = right
        if not tests:
            return first
        return lambda context: all(compare(a(context), b(context)) for a, compare, b in tests)

    def _left_to_right(self, operand, operators):
        left = operand()
        while found := self.take(*operators):
            left = (lambda a, apply, b: lambda context: apply(a(context), b(context)))(left, operators[found], operand())
        return left

    def sum(self):
        return self._left_to_right(self.concatenation, _SUMS)

    def concatenation(self):
        parts = [self.product()]
        while self.take("~"):
            parts.append(self.product())
        if len(parts) == 1:
            return parts[0]
        join = self.environment.join
        return lambda context: join(context, [part(context) for part in parts])

    def product(self):
        return self._left_to_right(self.unary, _PRODUCTS)

    def unary(self):
        if self.take("-"):
            value = self.unary()
            return lambda context: -value(context)
        if self.take("+"):
            return self.unary()
        base = self.filtered(self.primary())
        if self.take("**"):
            exponent = self.unary()
            return lambda context: base(context) ** exponent(context)
        return base

    def filtered(self, value):
        while True:
            if self.take("."):
                kind, key = self.tokens[self.at]
                self.at += 1
                get = self.environment.getattr
                value = (lambda inner, key: lambda context: get(inner(context), key))(value, int(key) if kind == "number" else key)
            elif self.take("["):
                value = self._subscript(value)
            elif self.take("("):
                positional, named = self.arguments()
                value = self._call(value, positional, named)
            elif self.take("|"):
                value = self._filter(value)
            elif self.take("is"):
                value = self._test(value)
            else:
                return value

    def _subscript(self, value):
        get = self.environment.getitem
        start = None if self.peek(":") else self.expression()
        if not self.take(":"):
            self.expect("]")
            return lambda context: get(value(context), start(context))
        stop = None if self.peek("]", ":") else self.expression()
        step = self.expression() if self.take(":") and not self.peek("]") else None
        self.expect("]")
        bound = lambda part, context: None if part is None else part(context)
        return lambda context: value(context)[bound(start, context) : bound(stop, context) : bound(step, context)]

    def arguments(self):
        positional, named = [], {}
        while not self.take(")"):
            kind, key = self.tokens[self.at]
            if kind == "name" and self.tokens[self.at + 1] == ("operator", "="):
                self.at += 2
                named[key] = self.expression()
            else:
                positional.append(self.expression())
            if not self.peek(")"):
                self.expect(",")
        return positional, named

    @staticmethod
    def _call(function, positional, named):
        return lambda context: function(context)(*[each(context) for each in positional], **{key: each(context) for key, each in named.items()})

    def _filter(self, value):
        name = self.name()
        apply = self.environment.filters.get(name)
        if apply is None:
            self.fail("No filter named %r." % name)
        positional, named = self.arguments() if self.take("(") else ([], {})
        wants = getattr(apply, "wants_context", False)
        return lambda context: apply(*([context] if wants else []), value(context), *[each(context) for each in positional], **{key: each(context) for key, each in named.items()})

    def _test(self, value):
        negated = self.take("not")
        name = self.name()
        apply = self.environment.tests.get(name)
        if apply is None:
            self.fail("No test named %r." % name)
        positional = []
        if self.take("("):
            positional, _ = self.arguments()
        elif self.tokens[self.at][0] in ("number", "string") or (self.tokens[self.at][0] == "name" and not self.peek("and", "or", "else", "if", "is", "in", "not")):
            positional = [self.primary()]
        return lambda context: bool(apply(value(context), *[each(context) for each in positional])) != bool(negated)

    def primary(self):
        kind, value = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            number = ast.literal_eval(value)
            return lambda context: number
        if kind == "string":
            text = ast.literal_eval(value)
            while self.tokens[self.at][0] == "string":
                text += ast.literal_eval(self.tokens[self.at][1])
                self.at += 1
            return lambda context: text
        if kind == "name":
            if value in _CONSTANTS:
                return lambda context, constant=_CONSTANTS[value]: constant
            return lambda context: context.resolve(value)
        if value == "(":
            return self._sequence(")", tuple)
        if value == "[":
            return self._sequence("]", list)
        if value == "{":
            return self._mapping()
        self.fail("unexpected %r" % (value or "end of template"))

    def _sequence(self, end, make):
        items, commas = [], 0
        while not self.take(end):
            items.append(self.expression())
            if not self.peek(end):
                self.expect(",")
                commas += 1
        if make is tuple and len(items) == 1 and commas == 0:
            return items[0]
        return lambda context: make(item(context) for item in items)

    def _mapping(self):
        pairs = []
        while not self.take("}"):
            key = self.expression()
            self.expect(":")
            pairs.append((key, self.expression()))
            if not self.peek("}"):
                self.expect(",")
        return lambda context: {key(context): value(context) for key, value in pairs}
