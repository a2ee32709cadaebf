"""Does the rounds of operations given on stdin on the kernel's overlayfs; answers what came of each on stdout.

Runs as root in a mount namespace of its own (unshare -m), everything on a tmpfs that goes away with it.
"""

import errno
import json
import os
import stat
import subprocess
import sys
import tempfile

# Times a test sets lie before this; what the clock gives lies after.
CLOCK = 10_000_000
OPTIONS = "index=off,metacopy=off,redirect_dir=off,xino=off"
KINDS = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "symlink",
    stat.S_IFIFO: "fifo",
    stat.S_IFCHR: "character",
}


def main():
    rounds = json.load(sys.stdin)
    base = tempfile.mkdtemp(prefix="overlay-")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", base], check=True)
    try:
        if rounds is None:
            one_round(base, 0, [])
            answers = []
        else:
            answers = [one_round(base, number, operations) for number, operations in enumerate(rounds)]
    finally:
        os.chdir("/")
        subprocess.run(["umount", base], check=False)
        os.rmdir(base)
    json.dump(answers, sys.stdout)


def one_round(base, number, operations):
    """Mounts an overlay over the uppers of the rounds before, newest first."""
    os.chdir(base)
    for name in ("empty", "merged", f"w{number}", f"u{number}"):
        os.makedirs(name, exist_ok=True)
    lower = ":".join([f"u{n}" for n in range(number - 1, -1, -1)] + ["empty"])
    data = f"lowerdir={lower},upperdir=u{number},workdir=w{number},{OPTIONS}"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", data, "merged"], check=True)
    try:
        answer = in_chroot(os.path.join(base, "merged"), operations)
    finally:
        subprocess.run(["umount", "merged"], check=True)
    answer["upper"] = tree(os.path.join(base, f"u{number}"), nlink=False)
    return answer


def in_chroot(root, operations):
    """Does the operations in a child, so that only it changes its root."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.chroot(root)
        os.chdir("/")
        os.umask(0o022)
        results = [attempt(operation) for operation in operations]
        with os.fdopen(write, "w") as out:
            json.dump({"results": results, "merged": tree("/", nlink=True)}, out)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text)


def attempt(operation):
    who = operation.get("as", 0)
    os.setgroups([who])
    os.setegid(who)
    os.seteuid(who)
    try:
        return perform(operation)
    except OSError as error:
        return errno.errorcode[error.errno]
    finally:
        os.seteuid(0)
        os.setegid(0)


def perform(o):
    op, path = o["op"], o["path"]
    if op == "write":
        put(path, os.O_CREAT | os.O_TRUNC, o["text"], o["mode"])
    elif op == "append":
        put(path, os.O_CREAT | os.O_APPEND, o["text"], o["mode"])
    elif op == "pwrite":
        put(path, 0, o["text"], 0, o["offset"])
    elif op == "exclusive":
        put(path, os.O_CREAT | os.O_EXCL, "", o["mode"])
    elif op == "open":
        flags = os.O_WRONLY if o["write"] else os.O_RDONLY
        os.close(os.open(path, flags | (os.O_TRUNC if o["write"] and o["truncate"] else 0) | os.O_NONBLOCK))
    elif op == "truncate":
        os.truncate(path, o["size"])
    elif op == "mkdir":
        os.mkdir(path, o["mode"])
    elif op == "chmod":
        os.chmod(path, o["mode"])
    elif op == "chown":
        os.chown(path, o["uid"], o["gid"])
    elif op == "utimes":
        os.utime(path, (o["seconds"], o["seconds"]))
    elif op == "rmdir":
        os.rmdir(path)
    elif op == "unlink":
        os.unlink(path)
    elif op == "rename":
        os.rename(path, o["to"])
    elif op == "link":
        os.link(path, o["to"], follow_symlinks=False)
    elif op == "symlink":
        os.symlink(o["target"], path)
    elif op == "mknod":
        kind = stat.S_IFIFO if o["kind"] == "fifo" else stat.S_IFCHR
        os.mknod(path, kind | o["mode"], os.makedev(o["major"], o["minor"]))
    elif op == "setxattr":
        os.setxattr(path, o["name"], o["value"].encode())
    elif op == "removexattr":
        os.removexattr(path, o["name"])
    elif op == "readlink":
        return os.readlink(path)
    elif op == "stat":
        return describe(os.stat(path), nlink=True)
    elif op == "lstat":
        return describe(os.lstat(path), nlink=True)
    elif op == "list":
        return sorted(os.listdir(path))
    elif op == "read":
        return get(path)
    return "ok"


def put(path, flags, text, mode, offset=None):
    fd = os.open(path, os.O_WRONLY | os.O_NONBLOCK | flags, mode)
    try:
        data = text.encode()
        if offset is not None:
            os.pwrite(fd, data, offset)
        elif data:
            os.write(fd, data)
    finally:
        os.close(fd)


def get(path):
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(fd, 1 << 20).decode()
    finally:
        os.close(fd)


def describe(status, nlink):
    kind = KINDS[stat.S_IFMT(status.st_mode)]
    answer = {
        "kind": kind,
        "mode": stat.S_IMODE(status.st_mode),
        "uid": status.st_uid,
        "gid": status.st_gid,
        "mtime": "now" if status.st_mtime >= CLOCK else int(status.st_mtime),
    }
    if kind in ("file", "symlink"):
        answer["size"] = status.st_size
    if kind == "character":
        answer["rdev"] = [os.major(status.st_rdev), os.minor(status.st_rdev)]
    if nlink:
        answer["nlink"] = status.st_nlink
    return answer


def tree(root, nlink):
    """Every entry below `root` by path; in an upper directory whiteouts are just that."""
    entries = {}
    inodes = {}
    for directory, directories, files in os.walk(root):
        for name in directories + files:
            path = os.path.join(directory, name)
            status = os.lstat(path)
            place = os.path.relpath(path, root)
            if stat.S_ISCHR(status.st_mode) and status.st_rdev == 0:
                entries[place] = {"kind": "whiteout"}
                continue
            entry = describe(status, nlink)
            if entry["kind"] == "symlink":
                entry["target"] = os.readlink(path)
            if entry["kind"] == "file":
                entry["text"] = get(path)
            add_xattrs(path, entry)
            if entry["kind"] != "directory" and status.st_nlink > 1 and not nlink:
                inodes.setdefault(status.st_ino, []).append(place)
            entries[place] = entry
    for places in inodes.values():
        for place in places:
            entries[place]["sameAs"] = min(places)
    return entries


def add_xattrs(path, entry):
    for name in os.listxattr(path, follow_symlinks=False):
        if name == "trusted.overlay.opaque" and os.getxattr(path, name, follow_symlinks=False) == b"y":
            entry["opaque"] = True
        elif name.startswith("trusted.t"):
            entry.setdefault("xattrs", {})[name] = os.getxattr(path, name, follow_symlinks=False).decode()


main()
