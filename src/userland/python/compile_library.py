"""Makes /library.zip: the standard library's sources, each with its code compiled beside it, and /library's modules."""

import importlib._bootstrap_external as external
import os
import zipfile

LEFT_OUT = ("pyodide/", "_pyodide/", "idlelib/", "ensurepip/", "turtledemo/", "lib2to3/", "test/", "site-packages/", "ctypes/")
HOME = "/usr/local/lib/python3.13/"

with zipfile.ZipFile("/usr/local/lib/python313.zip") as source:
    modules = {name: source.read(name) for name in source.namelist() if not name.endswith("/")}
modules = {name: data for name, data in modules.items() if not name.startswith(LEFT_OUT)}
for folder, _, names in os.walk("/library"):
    for name in names:
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            modules[path.removeprefix("/library/")] = file.read()

with zipfile.ZipFile("/library.zip", "w", zipfile.ZIP_DEFLATED) as target:
    for name, data in sorted(modules.items()):
        target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        if name.endswith(".py"):
            code = compile(data, HOME + name, "exec", dont_inherit=True, optimize=0)
            # No time of the source, so that zipimport does not compare any (_get_mtime_and_size_of_source).
            compiled = external._code_to_hash_pyc(code, b"\0" * 8, False)
            target.writestr(zipfile.ZipInfo(name + "c"), compiled, zipfile.ZIP_DEFLATED)
