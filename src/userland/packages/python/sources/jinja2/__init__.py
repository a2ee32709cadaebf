"""Drydock's own implementation of Jinja's documented template language (no macros' call blocks, no async, no sandbox)."""

import os

from markupsafe import Markup, escape

from .environment import (
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)

__all__ = ["Environment", "FileSystemLoader", "DictLoader", "Template", "Undefined", "StrictUndefined", "Markup", "escape", "select_autoescape", "TemplateNotFound", "TemplateSyntaxError", "UndefinedError"]


class FileSystemLoader:
    """Loads templates from directories in the file system."""

    def __init__(self, searchpath, encoding="utf-8"):
        self.searchpath = [searchpath] if isinstance(searchpath, (str, os.PathLike)) else list(searchpath)
        self.encoding = encoding

    def get_source(self, environment, name):
        for folder in self.searchpath:
            path = os.path.join(folder, *name.split("/"))
            if os.path.isfile(path):
                with open(path, encoding=self.encoding) as file:
                    return file.read(), path
        raise TemplateNotFound(name)


class DictLoader:
    """Loads a template from a dict of sources."""

    def __init__(self, mapping):
        self.mapping = mapping

    def get_source(self, environment, name):
        if name not in self.mapping:
            raise TemplateNotFound(name)
        return self.mapping[name], None


def select_autoescape(enabled_extensions=("html", "htm", "xml"), disabled_extensions=(), default_for_string=True, default=False):
    """Escape by the name of the template."""

    def decide(name):
        if name is None:
            return default_for_string
        return name.lower().endswith(tuple("." + each for each in enabled_extensions)) or default

    return decide
