"""Copies the installation's own pip command into the environment, and says that pip is there."""

import os
import shutil
import sys

home = os.path.dirname(os.path.realpath(sys.executable))
source = next((path for path in (home + "/pip", home + "/pip3", "/usr/bin/pip3") if os.path.exists(path)), None)
if source is None:
    sys.exit("ensurepip is not available: there is no pip to copy (drydock: not simulated: ensurepip without pip)")
target = os.path.dirname(sys.executable)
for name in ("pip", "pip3", "pip%d.%d" % sys.version_info[:2]):
    shutil.copy2(os.path.realpath(source), os.path.join(target, name))
version = "25.2"
own = sys.base_prefix + "/lib/python%d.%d/site-packages" % sys.version_info[:2]
for folder in (own, "/usr/lib/python3/dist-packages"):
    record = folder + "/pip/__init__.py"
    if os.path.exists(record):
        with open(record) as file:
            version = file.read().split('"')[1]
        break
site = os.path.join(sys.prefix, "lib", "python3.13", "site-packages")
os.makedirs(site + "/pip", exist_ok=True)
with open(site + "/pip/__init__.py", "w") as file:
    file.write('__version__ = "%s"\n' % version)
os.makedirs("%s/pip-%s.dist-info" % (site, version), exist_ok=True)
with open("%s/pip-%s.dist-info/METADATA" % (site, version), "w") as file:
    file.write("Metadata-Version: 2.4\nName: pip\nVersion: %s\n" % version)
