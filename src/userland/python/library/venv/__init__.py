"""Virtual environments: folders with a Python and packages of their own."""

import os
import subprocess
import sys

_ACTIVATE = """# This file must be used with "source bin/activate" *from bash*
# You cannot run it directly

deactivate () {
    if [ -n "${_OLD_VIRTUAL_PATH:-}" ] ; then
        PATH="${_OLD_VIRTUAL_PATH:-}"
        export PATH
        unset _OLD_VIRTUAL_PATH
    fi
    hash -r 2> /dev/null
    if [ -n "${_OLD_VIRTUAL_PS1:-}" ] ; then
        PS1="${_OLD_VIRTUAL_PS1:-}"
        export PS1
        unset _OLD_VIRTUAL_PS1
    fi
    unset VIRTUAL_ENV
    unset VIRTUAL_ENV_PROMPT
    if [ ! "${1:-}" = "nondestructive" ] ; then
        unset -f deactivate
    fi
}

deactivate nondestructive

VIRTUAL_ENV="@folder@"
export VIRTUAL_ENV
_OLD_VIRTUAL_PATH="$PATH"
PATH="$VIRTUAL_ENV/bin:$PATH"
export PATH
VIRTUAL_ENV_PROMPT="(@name@) "
export VIRTUAL_ENV_PROMPT
if [ -z "${VIRTUAL_ENV_DISABLE_PROMPT:-}" ] ; then
    _OLD_VIRTUAL_PS1="${PS1:-}"
    PS1="(@name@) ${PS1:-}"
    export PS1
fi
hash -r 2> /dev/null
"""


def create(env_dir, system_site_packages=False, clear=False, symlinks=True, with_pip=False, prompt=None, **_):
    """Make the environment in a directory."""
    import shutil

    folder = os.path.abspath(env_dir)
    if clear and os.path.isdir(folder):
        shutil.rmtree(folder)
    release = "%d.%d" % sys.version_info[:2]
    executable = os.path.realpath(sys._base_executable)
    binaries = os.path.join(folder, "bin")
    for path in (binaries, folder + "/include/python" + release, folder + "/lib/python3.13/site-packages"):
        os.makedirs(path, exist_ok=True)
    if not os.path.lexists(folder + "/lib64"):
        os.symlink("lib", folder + "/lib64")
    for name, target in (("python", executable), ("python3", "python"), ("python" + release, "python")):
        if not os.path.lexists(os.path.join(binaries, name)):
            os.symlink(target, os.path.join(binaries, name))
    config = {
        "home": os.path.dirname(executable),
        "include-system-site-packages": "true" if system_site_packages else "false",
        "version": "%d.%d.%d" % sys.version_info[:3],
        "executable": executable,
        "command": "%s -m venv %s" % (sys.executable, folder),
    }
    with open(folder + "/pyvenv.cfg", "w") as file:
        file.writelines("%s = %s\n" % pair for pair in config.items())
    name = prompt or os.path.basename(folder)
    with open(binaries + "/activate", "w") as file:
        file.write(_ACTIVATE.replace("@folder@", folder).replace("@name@", name))
    if with_pip:
        subprocess.check_call([os.path.join(binaries, "python"), "-m", "ensurepip", "--upgrade", "--default-pip"])


def main(args=None):
    import argparse

    parser = argparse.ArgumentParser(prog="venv", description="Creates virtual Python environments in one or more target directories.")
    parser.add_argument("dirs", metavar="ENV_DIR", nargs="+", help="A directory to create the environment in.")
    parser.add_argument("--system-site-packages", action="store_true", help="Give the virtual environment access to the system site-packages dir.")
    parser.add_argument("--clear", action="store_true", help="Delete the contents of the environment directory if it already exists.")
    parser.add_argument("--without-pip", action="store_true", help="Skips installing or upgrading pip in the virtual environment.")
    parser.add_argument("--prompt", help="Provides an alternative prompt prefix for this environment.")
    parser.add_argument("--upgrade-deps", action="store_true", help="Upgrade core dependencies (pip) to the latest version in PyPI")
    options = parser.parse_args(args)
    for folder in options.dirs:
        create(folder, options.system_site_packages, options.clear, with_pip=not options.without_pip, prompt=options.prompt)
