"""Template text → pieces, and expressions → tokens."""

import re

_TAGS = re.compile(r"(\{#[-+]?.*?[-+]?#\}|\{%[-+]?.*?[-+]?%\}|\{\{[-+]?.*?[-+]?\}\})", re.S)
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}(.*?)\{%[-+]?\s*endraw\s*[-+]?%\}", re.S)
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:_\d+)*(?:\.\d+)?)|(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<name>[A-Za-z_]\w*)"""
    r"""|(?P<operator>//|\*\*|==|!=|<=|>=|[-+*/%~|.,:()\[\]{}<>=]))""",
    re.S,
)


def pieces(source):
    """[kind, text, line]: kind is data, variable or block; whitespace control is applied."""
    found = []
    place = 0
    for match in _RAW.finditer(source):
        _split(source[place : match.start()], source.count("\n", 0, place) + 1, found)
        found.append(["data", match.group(1), source.count("\n", 0, match.start()) + 1])
        place = match.end()
    _split(source[place:], source.count("\n", 0, place) + 1, found)
    if found and found[-1][0] == "data" and found[-1][1].endswith("\n"):
        found[-1][1] = found[-1][1][:-1]
    return found


def _split(source, line, found):
    strip_next = False
    for text in _TAGS.split(source):
        if _TAGS.fullmatch(text):
            inner = text[2:-2]
            if inner.startswith("-") and found and found[-1][0] == "data":
                found[-1][1] = found[-1][1].rstrip()
            strip_next = inner.endswith("-")
            kind = {"{#": "comment", "{%": "block", "{{": "variable"}[text[:2]]
            if kind != "comment":
                found.append([kind, inner.strip("-+ \t\n") if kind == "block" else _inner(inner), line])
        elif text:
            found.append(["data", text.lstrip() if strip_next else text, line])
            strip_next = False
        line += text.count("\n")


def _inner(text):
    text = text[1:] if text[:1] in "+-" and text[1:2] in " \t\n" else text
    return text[:-1] if text[-1:] == "-" else text


def tokens(text, fail):
    """[kind, value] of an expression."""
    found = []
    place = 0
    text = text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if not match:
            fail("unexpected char %r at %d" % (text[place:].lstrip()[0], place))
        found.append((match.lastgroup, match.group(match.lastgroup)))
        place = match.end()
    found.append(("end", ""))
    return found
