"""Drydock's own implementation of the part of Click that Flask's command line and small commands use."""

import os
import sys


class ClickException(Exception):
    """An exception that Click can handle and show to the user."""

    exit_code = 1

    def __init__(self, message):
        super().__init__(message)
        self.message = message

    def show(self, file=None):
        echo("Error: %s" % self.message, err=True)


class UsageError(ClickException):
    """An error that belongs to how a command was called."""

    exit_code = 2

    def __init__(self, message, usage=None):
        super().__init__(message)
        self.usage = usage

    def show(self, file=None):
        if self.usage:
            echo("Usage: %s\nTry '%s --help' for help.\n" % (self.usage, self.usage.split(" [")[0]), err=True)
        echo("Error: %s" % self.message, err=True)


class BadParameter(UsageError):
    """A parameter that cannot be understood."""


def echo(message=None, file=None, nl=True, err=False, color=None):
    """Print a message and newline to stdout or a file."""
    stream = file or (sys.stderr if err else sys.stdout)
    if isinstance(message, bytes):
        stream.flush()
        stream.buffer.write(message + (b"\n" if nl else b""))
    else:
        stream.write(("" if message is None else str(message)) + ("\n" if nl else ""))
    stream.flush()


_COLORS = {name: code for code, name in enumerate("black red green yellow blue magenta cyan white".split(), 30)}


def style(text, fg=None, bg=None, bold=None, **_):
    """Styles a text with ANSI styles."""
    codes = [_COLORS[fg]] if fg else []
    codes += [_COLORS[bg] + 10] if bg else []
    codes += [1] if bold else []
    return "".join("\x1b[%dm" % code for code in codes) + str(text) + ("\x1b[0m" if codes else "")


def secho(message=None, file=None, nl=True, err=False, color=None, **styles):
    """echo and style in one."""
    echo(style(message, **styles), file=file, nl=nl, err=err)


def option(*names, default=None, help=None, is_flag=False, type=None, multiple=False, required=False, **_):
    """Attaches an option to the command."""

    def attach(function):
        function.__dict__.setdefault("__click_params__", []).append(
            ("option", names, default, help, is_flag, type, multiple, required)
        )
        return function

    return attach


def argument(*names, default=None, type=None, required=None, nargs=1, **_):
    """Attaches an argument to the command."""

    def attach(function):
        function.__dict__.setdefault("__click_params__", []).append(
            ("argument", names, default, None, False, type, nargs == -1, default is None if required is None else required)
        )
        return function

    return attach


class Command:
    """A function called from the command line."""

    def __init__(self, name, callback, help=None):
        self.name = name
        self.callback = callback
        self.params = list(reversed(getattr(callback, "__click_params__", [])))
        self.help = help or (callback.__doc__ if callback else None)

    def __call__(self, *args, **kwargs):
        return self.main(*args, **kwargs)

    def main(self, args=None, prog_name=None):
        name = prog_name or os.path.basename(sys.argv[0])
        try:
            self.invoke(name, list(sys.argv[1:] if args is None else args))
        except ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        sys.exit(0)

    def usage(self, name):
        tail = "".join(" %s" % names[0].upper() for kind, names, *_ in self.params if kind == "argument")
        return "%s [OPTIONS]%s" % (name, tail)

    def show_help(self, name):
        echo("Usage: %s\n" % self.usage(name))
        if self.help:
            echo("  %s\n" % self.help.strip().split("\n")[0])
        rows = [
            (", ".join(names) + ("" if flag else " TEXT"), text or "")
            for kind, names, _, text, flag, *_ in self.params
            if kind == "option"
        ]
        echo("Options:")
        for left, right in [*rows, ("--help", "Show this message and exit.")]:
            echo(("  %-18s  %s" % (left, right)).rstrip())

    def parse(self, name, args):
        values = {}
        flags = {}
        positional = []
        for kind, names, default, _, is_flag, kind_of, multiple, _required in self.params:
            key = max(names, key=len).lstrip("-").split("/")[0].replace("-", "_")
            values[key] = [] if multiple else (False if is_flag and default is None else default)
            if kind == "argument":
                positional.append((key, kind_of, multiple, _required))
                continue
            for each in names:
                on, _, off = each.partition("/")
                flags[on] = (key, is_flag or bool(off), True, kind_of, multiple)
                if off:
                    flags[off] = (key, True, False, kind_of, multiple)
        rest = []
        while args:
            arg = args.pop(0)
            if arg == "--":
                rest += args
                break
            if arg == "--help":
                self.show_help(name)
                sys.exit(0)
            if not arg.startswith("-") or arg == "-":
                rest.append(arg)
                continue
            flag, found, value = arg.partition("=")
            if not arg.startswith("--") and len(arg) > 2:
                flag, found, value = arg[:2], True, arg[2:]
            if flag not in flags:
                raise UsageError("No such option: %s" % flag, self.usage(name))
            key, is_flag, on, kind_of, multiple = flags[flag]
            if is_flag:
                values[key] = on
                continue
            if not found:
                if not args:
                    raise UsageError("Option '%s' requires an argument." % flag, self.usage(name))
                value = args.pop(0)
            value = self._convert(name, flag, kind_of, value)
            if multiple:
                values[key].append(value)
            else:
                values[key] = value
        for key, kind_of, multiple, required in positional:
            if multiple:
                values[key], rest = rest, []
            elif rest:
                values[key] = self._convert(name, key.upper(), kind_of, rest.pop(0))
            elif required:
                raise UsageError("Missing argument '%s'." % key.upper(), self.usage(name))
        if rest:
            raise UsageError("Got unexpected extra argument (%s)" % " ".join(rest), self.usage(name))
        return values

    def _convert(self, name, flag, kind_of, value):
        if kind_of is None or kind_of is str:
            return value
        try:
            return kind_of(value)
        except ValueError:
            what = "integer" if kind_of is int else getattr(kind_of, "__name__", "value")
            raise BadParameter("Invalid value for '%s': %r is not a valid %s." % (flag, value, what), self.usage(name)) from None

    def invoke(self, name, args):
        return self.callback(**self.parse(name, args))


class Group(Command):
    """A command with commands of its own."""

    def __init__(self, name=None, callback=None, help=None):
        super().__init__(name, callback, help)
        self.commands = {}

    def add_command(self, command, name=None):
        self.commands[name or command.name] = command

    def command(self, *args, **kwargs):
        def attach(function):
            made = command(*args, **kwargs)(function)
            self.add_command(made)
            return made

        return attach

    def get_command(self, name):
        return self.commands.get(name)

    def invoke(self, name, args):
        if not args or args[0] == "--help":
            self.show_help(name)
            return
        found = self.get_command(args[0])
        if found is None:
            raise UsageError("No such command '%s'." % args[0], "%s [OPTIONS] COMMAND [ARGS]..." % name)
        if self.callback:
            self.callback()
        found.invoke("%s %s" % (name, args[0]), args[1:])


def command(name=None, **kwargs):
    """Makes a command of a function."""

    def make(function):
        given = name if isinstance(name, str) else None
        return Command(given or function.__name__.lower().replace("_", "-"), function, kwargs.get("help"))

    return make(name) if callable(name) else make


def group(name=None, **kwargs):
    """Makes a group of a function."""

    def make(function):
        return Group(name if isinstance(name, str) else function.__name__, function, kwargs.get("help"))

    return make(name) if callable(name) else make
