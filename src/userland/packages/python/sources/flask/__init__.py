"""Drydock's own implementation of Flask's documented interface."""

from jinja2 import Markup as Markup
from markupsafe import escape as escape
from werkzeug.exceptions import abort as abort
from werkzeug.utils import redirect as redirect

from . import json as json
from .app import Flask as Flask
from .blueprints import Blueprint as Blueprint
from .globals import current_app as current_app
from .globals import g as g
from .globals import request as request
from .globals import session as session
from .helpers import flash as flash
from .helpers import get_flashed_messages as get_flashed_messages
from .helpers import make_response as make_response
from .helpers import send_file as send_file
from .helpers import send_from_directory as send_from_directory
from .helpers import stream_with_context as stream_with_context
from .helpers import url_for as url_for
from .json import jsonify as jsonify
from .templating import render_template as render_template
from .templating import render_template_string as render_template_string
from .wrappers import Request as Request
from .wrappers import Response as Response
