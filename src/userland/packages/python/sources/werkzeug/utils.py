"""Helpers of the field."""

import mimetypes
import os
import re
import unicodedata
from html import escape


def redirect(location, code=302, Response=None):
    """A response that leads to another URL."""
    from .wrappers import Response as Standard

    shown = escape(location)
    body = (
        "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n"
        "<p>You should be redirected automatically to the target URL: "
        '<a href="%s">%s</a>. If not, click the link.\n' % (shown, shown)
    )
    response = (Response or Standard)(body, code, mimetype="text/html")
    response.headers["Location"] = location
    return response


def secure_filename(filename):
    """A file name that is safe to store."""
    text = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    text = re.sub(r"[^A-Za-z0-9_.-]", "", "_".join(text.replace("/", " ").replace("\\", " ").split()))
    return text.strip("._")


def send_file(path, mimetype=None, as_attachment=False, download_name=None):
    """A file as a response."""
    from .wrappers import Response

    name = download_name or (os.path.basename(path) if isinstance(path, (str, os.PathLike)) else None)
    if hasattr(path, "read"):
        data = path.read()
    else:
        with open(path, "rb") as file:
            data = file.read()
    found = mimetype or mimetypes.guess_type(name or "")[0] or "application/octet-stream"
    response = Response(data, mimetype=found)
    how = "attachment" if as_attachment else "inline"
    response.headers["Content-Disposition"] = "%s; filename=%s" % (how, name) if name else how
    return response
