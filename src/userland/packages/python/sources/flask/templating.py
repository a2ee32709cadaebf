"""Templates of an application: from its folder and those of its blueprints."""

from jinja2 import Environment, FileSystemLoader

from .globals import current_app, g, request, session
from .helpers import get_flashed_messages, url_for


def make_environment(app):
    folders = [each.template_folder_path for each in (app, *app.blueprints.values()) if each.template_folder_path]
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=lambda name: name is None or name.endswith((".html", ".htm", ".xml", ".xhtml", ".svg")),
    )
    environment.globals.update(url_for=url_for, get_flashed_messages=get_flashed_messages, config=app.config, request=request, session=session, g=g)
    return environment


def _render(template, names):
    app = current_app._get_current_object()
    found = {}
    for processor in app.context_processors:
        found.update(processor())
    return template.render({**found, **names})


def render_template(name, **context):
    """Renders a template by name."""
    names = [name] if isinstance(name, str) else list(name)
    return _render(current_app.jinja_env.get_template(names[0]), context)


def render_template_string(source, **context):
    """Renders a template given as text."""
    return _render(current_app.jinja_env.from_string(source), context)
