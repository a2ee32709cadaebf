"""This module provides access to the Unix password database."""

from collections import namedtuple

struct_passwd = namedtuple("struct_passwd", "pw_name pw_passwd pw_uid pw_gid pw_gecos pw_dir pw_shell")
struct_passwd.__module__ = "pwd"


def getpwall():
    """Return a list of all available password database entries, in arbitrary order."""
    found = []
    with open("/etc/passwd", encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            fields = line.rstrip("\n").split(":")
            if len(fields) == 7:
                name, password, uid, gid, *rest = fields
                found.append(struct_passwd(name, password, int(uid), int(gid), *rest))
    return found


def _find(matches):
    try:
        return next((entry for entry in getpwall() if matches(entry)), None)
    except OSError:
        return None


def getpwnam(name, /):
    """Return the password database entry for the given user name."""
    found = _find(lambda entry: entry.pw_name == name)
    if found is None:
        raise KeyError("getpwnam(): name not found: %r" % name)
    return found


def getpwuid(uid, /):
    """Return the password database entry for the given numeric user ID."""
    found = _find(lambda entry: entry.pw_uid == uid)
    if found is None:
        raise KeyError("getpwuid(): uid not found: %d" % uid)
    return found
