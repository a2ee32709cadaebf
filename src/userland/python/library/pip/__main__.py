"""Runs the pip that belongs to this interpreter."""

import os
import sys


def _command():
    for folder in (os.path.dirname(sys.executable), "/usr/local/bin", "/usr/bin"):
        for name in ("pip", "pip3"):
            path = os.path.join(folder, name)
            if os.path.exists(path):
                return path
    return None


found = _command()
if found is None:
    sys.exit("%s: No module named pip" % sys.executable)
os.execv(found, [found, *sys.argv[1:]])
