"""Access to the Unix group database."""

from collections import namedtuple

struct_group = namedtuple("struct_group", "gr_name gr_passwd gr_gid gr_mem")
struct_group.__module__ = "grp"


def getgrall():
    """Return a list of all available group entries, in arbitrary order."""
    found = []
    with open("/etc/group", encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            fields = line.rstrip("\n").split(":")
            if len(fields) == 4:
                members = [member for member in fields[3].split(",") if member]
                found.append(struct_group(fields[0], fields[1], int(fields[2]), members))
    return found


def _find(matches):
    try:
        return next((entry for entry in getgrall() if matches(entry)), None)
    except OSError:
        return None


def getgrnam(name):
    """Return the group database entry for the given group name."""
    found = _find(lambda entry: entry.gr_name == name)
    if found is None:
        raise KeyError("getgrnam(): name not found: %r" % name)
    return found


def getgrgid(id):
    """Return the group database entry for the given numeric group ID."""
    found = _find(lambda entry: entry.gr_gid == id)
    if found is None:
        raise KeyError("getgrgid(): gid not found: %d" % id)
    return found
