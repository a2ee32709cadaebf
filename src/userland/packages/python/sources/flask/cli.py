"""The `flask` command."""

import importlib
import os
import sys
import traceback

import click


class NoAppException(click.UsageError):
    """Raised if an application cannot be found or loaded."""


def show_server_banner(debug, app_import_path):
    """What the server says before it starts, once."""
    if os.environ.get("WERKZEUG_RUN_MAIN") == "true":
        return
    if app_import_path is not None:
        click.echo(" * Serving Flask app %r" % app_import_path)
    if debug is not None:
        click.echo(" * Debug mode: %s" % ("on" if debug else "off"))


def _in_module(module):
    from .app import Flask

    for name in ("app", "application"):
        if isinstance(getattr(module, name, None), Flask):
            return getattr(module, name)
    found = [value for value in vars(module).values() if isinstance(value, Flask)]
    if len(found) == 1:
        return found[0]
    for name in ("create_app", "make_app"):
        factory = getattr(module, name, None)
        if callable(factory):
            return factory()
    if found:
        raise NoAppException("Detected multiple Flask applications in module '%s'. Use '%s:name' to specify the correct one." % (module.__name__, module.__name__))
    raise NoAppException(
        "Failed to find Flask application or factory in module '%s'. Use '%s:name' to specify one." % (module.__name__, module.__name__)
    )


def _prepare(path):
    """The name a module is imported by, its folder made importable."""
    path = os.path.realpath(path)
    path = os.path.splitext(path)[0] if path.endswith(".py") else path
    if os.path.basename(path) == "__init__":
        path = os.path.dirname(path)
    names = []
    while True:
        path, name = os.path.split(path)
        names.append(name)
        if not os.path.exists(os.path.join(path, "__init__.py")):
            break
    if sys.path[0] != path:
        sys.path.insert(0, path)
    return ".".join(reversed(names))


def _import(name, complain=True):
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if error.name != name and error.__traceback__.tb_next and not isinstance(error, ModuleNotFoundError):
            raise NoAppException("While importing %r, an ImportError was raised:\n\n%s" % (name, traceback.format_exc())) from None
        if isinstance(error, ModuleNotFoundError) and error.name == name:
            if complain:
                raise NoAppException("Could not import %r." % name) from None
            return None
        raise NoAppException("While importing %r, an ImportError was raised:\n\n%s" % (name, traceback.format_exc())) from None


def locate_app(path):
    """The application that --app, FLASK_APP or the folder names."""
    if path:
        name, _, attribute = path.partition(":")
        module = _import(_prepare(name))
        if not attribute:
            return _in_module(module)
        call = attribute.endswith(")")
        found = getattr(module, attribute.partition("(")[0], None)
        if found is None:
            raise NoAppException("Failed to find attribute %r in %r." % (attribute, module.__name__))
        from .app import Flask

        return found if isinstance(found, Flask) and not call else found()
    for file in ("wsgi.py", "app.py"):
        module = _import(_prepare(file), complain=False)
        if module:
            return _in_module(module)
    raise NoAppException(
        "Could not locate a Flask application. Use the 'flask --app' option, 'FLASK_APP' environment variable, or a 'wsgi.py' or 'app.py' file in the current directory."
    )


@click.command("run")
@click.option("--host", "-h", default="127.0.0.1", help="The interface to bind to.")
@click.option("--port", "-p", default=5000, type=int, help="The port to bind to.")
@click.option("--reload/--no-reload", is_flag=True, default=None, help="Enable or disable the reloader.")
@click.option("--debugger/--no-debugger", is_flag=True, default=None, help="Enable or disable the debugger.")
@click.option("--with-threads/--without-threads", is_flag=True, default=True, help="Enable or disable multithreading.")
@click.option("--debug/--no-debug", is_flag=True, default=None, help="Set debug mode.")
def run_command(host, port, reload, debugger, with_threads, debug):
    """Run a local development server."""
    from werkzeug.serving import run_simple

    if debug is not None:
        os.environ["FLASK_DEBUG"] = "1" if debug else "0"
    host = os.environ.get("FLASK_RUN_HOST", host) if host == "127.0.0.1" else host
    port = int(os.environ.get("FLASK_RUN_PORT", port)) if port == 5000 else port
    path = os.environ.get("FLASK_APP")
    app = locate_app(path)
    debug = os.environ.get("FLASK_DEBUG", "0").lower() not in ("0", "", "false", "no")
    show_server_banner(debug, path or next(name for name in ("wsgi.py", "app.py") if os.path.exists(name)))
    run_simple(host, port, app, use_reloader=debug if reload is None else reload, use_debugger=debug if debugger is None else debugger)


@click.command("routes")
def routes_command():
    """Show the routes for the app."""
    rules = sorted(locate_app(os.environ.get("FLASK_APP")).url_map.iter_rules(), key=lambda rule: rule.endpoint)
    rows = [(rule.endpoint, ", ".join(sorted(rule.methods - {"HEAD", "OPTIONS"})), rule.rule) for rule in rules]
    rows = [("Endpoint", "Methods", "Rule"), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    rows.insert(1, tuple("-" * width for width in widths))
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


@click.command("shell")
def shell_command():
    """Run a shell in the app context."""
    import code

    app = locate_app(os.environ.get("FLASK_APP"))
    with app.app_context():
        code.interact("Python %s on %s\nApp: %s" % (sys.version, sys.platform, app.import_name), local={"app": app})


class FlaskGroup(click.Group):
    """The commands of Flask, and those of the application."""

    def get_command(self, name):
        found = super().get_command(name)
        return found or locate_app(os.environ.get("FLASK_APP")).cli.get_command(name)

    def show_help(self, name):
        click.echo(
            "Usage: %s [OPTIONS] COMMAND [ARGS]...\n\n  A general utility script for Flask applications.\n\n"
            "  An application to load must be given with the '--app' option, 'FLASK_APP'\n"
            "  environment variable, or with a 'wsgi.py' or 'app.py' file in the current\n  directory.\n\n"
            "Options:\n  -A, --app IMPORT          The Flask application or factory function to load,\n"
            "                            in the form 'module:name'.\n"
            "  --debug / --no-debug      Set debug mode.\n  --version                 Show the Flask version.\n"
            "  --help                    Show this message and exit.\n\nCommands:\n"
            "  routes  Show the routes for the app.\n  run     Run a development server.\n  shell   Run a shell in the app context." % name
        )

    def invoke(self, name, args):
        while args and args[0].startswith("-") and args[0] != "--help":
            flag, found, value = args.pop(0).partition("=")
            if flag in ("--app", "-A"):
                os.environ["FLASK_APP"] = value if found else args.pop(0)
            elif flag in ("--debug", "--no-debug"):
                os.environ["FLASK_DEBUG"] = "1" if flag == "--debug" else "0"
            elif flag == "--version":
                from importlib.metadata import version

                click.echo("Python %s\nFlask %s\nWerkzeug %s" % (sys.version.split()[0], version("flask"), version("werkzeug")))
                return
            else:
                raise click.UsageError("No such option: %s" % flag, "%s [OPTIONS] COMMAND [ARGS]..." % name)
        os.environ["FLASK_RUN_FROM_CLI"] = "true"
        sys.path.insert(0, os.getcwd())
        super().invoke(name, args)


def main():
    cli = FlaskGroup("flask")
    for command in (run_command, routes_command, shell_command):
        cli.add_command(command)
    cli.main()
