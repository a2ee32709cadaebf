"""Helpers of views."""

import os

from werkzeug.exceptions import NotFound
from werkzeug.utils import send_file as send_file

from .globals import _request_contexts, current_app, request, session


def url_for(endpoint, *, _anchor=None, _external=False, _scheme=None, _method=None, **values):
    """A URL for an endpoint."""
    if endpoint.startswith("."):
        endpoint = (request.blueprint + endpoint) if request.blueprint else endpoint[1:]
    url = current_app.url_map.build(endpoint, values)
    if _anchor:
        url += "#" + _anchor
    if _external or not _request_contexts:
        host = request.host if _request_contexts else current_app.config["SERVER_NAME"] or "localhost"
        url = "%s://%s%s" % (_scheme or "http", host, url)
    return url


def make_response(*args):
    """A response object, to set headers on."""
    if not args:
        return current_app.response_class()
    return current_app.make_response(args[0] if len(args) == 1 else args)


def send_from_directory(directory, path, **kwargs):
    """A file of a directory, and of no other."""
    folder = os.path.realpath(os.path.join(current_app.root_path, directory))
    found = os.path.realpath(os.path.join(folder, path))
    if not found.startswith(folder + os.sep) or not os.path.isfile(found):
        raise NotFound()
    return send_file(found, **kwargs)


def flash(message, category="message"):
    """A message for the next page."""
    session["_flashes"] = [*session.get("_flashes", []), [category, message]]


def get_flashed_messages(with_categories=False, category_filter=()):
    """The messages flashed and not shown yet."""
    found = [each for each in session.pop("_flashes", []) if not category_filter or each[0] in category_filter]
    return [tuple(each) for each in found] if with_categories else [each[1] for each in found]


def stream_with_context(generator):
    """Keeps the request current while the generator runs."""
    context = _request_contexts[-1]

    def run():
        _request_contexts.append(context)
        try:
            yield from generator() if callable(generator) else generator
        finally:
            _request_contexts.remove(context)

    return run()
