"""Makes CPython's WebAssembly build the Linux program a student expects.

Imported by site (through sitecustomize: site itself is frozen into the interpreter) before anything of the student's. Emscripten's C library has no processes, users or Linux error numbers; the
process around this interpreter has, and is asked for them through os.readlink of a name no file has.
"""

import json
import posix
import sys

_readlink = posix.readlink
_ASK = "\x01drydock:"


def ask(name, *args):
    """The process's answer; OSError as Linux has it."""
    answer = json.loads(_readlink(_ASK + json.dumps([name, *args])))
    if "errno" in answer:
        number = answer["errno"]
        raise OSError(number, _texts.get(number, "Unknown error %d" % number))
    return answer["ok"]


def refuse(what):
    """What is not simulated says so."""
    raise NotImplementedError("drydock: not simulated: " + what)


me = ask("identify")

# --- error numbers: C gives Emscripten's, Python shows Linux's

_texts = {linux: text for _, _, linux, text in me["errno"]}
_from_c = {(wasi, posix.strerror(wasi)): linux for _, wasi, linux, _ in me["errno"]}
_numbers = {name: linux for name, _, linux, _ in me["errno"]}
_classes = {
    _numbers[name]: kind
    for kind, names in (
        (BlockingIOError, "EAGAIN EALREADY EINPROGRESS"),
        (BrokenPipeError, "EPIPE"),
        (ChildProcessError, "ECHILD"),
        (ConnectionAbortedError, "ECONNABORTED"),
        (ConnectionRefusedError, "ECONNREFUSED"),
        (ConnectionResetError, "ECONNRESET"),
        (FileExistsError, "EEXIST"),
        (FileNotFoundError, "ENOENT"),
        (IsADirectoryError, "EISDIR"),
        (NotADirectoryError, "ENOTDIR"),
        (InterruptedError, "EINTR"),
        (PermissionError, "EACCES EPERM"),
        (ProcessLookupError, "ESRCH"),
        (TimeoutError, "ETIMEDOUT"),
    )
    for name in names.split()
}

#: musl's words of getaddrinfo's errors, in glibc's
_resolver_texts = {
    "Name does not resolve": "Name or service not known",
    "Name has no usable address": "No address associated with hostname",
    "Try again": "Temporary failure in name resolution",
}


def _new_error(cls, *args, **kwargs):
    """OSError(2, …) of Python code means Linux's 2; C's own error is known by its number and text together."""
    numbered = 2 <= len(args) <= 5 and isinstance(args[0], int)
    if numbered:
        linux = _from_c.get(args[:2])
        if linux is not None:
            args = (linux, _texts[linux], *args[2:])
        elif args[0] < 0:
            args = (args[0], _resolver_texts.get(args[1], args[1]))
        if cls is OSError:
            cls = _classes.get(args[0], OSError)
            if cls is not OSError:
                return cls.__new__(cls, *args)
    error = BaseException.__new__(cls, *args)
    if numbered:
        error.args = args[:2]
        error.errno, error.strerror = args[:2]
        if len(args) > 2 and args[2] is not None:
            error.filename = args[2]
        if len(args) > 4 and args[4] is not None:
            error.filename2 = args[4]
    return error


def _replace_new():
    import gc

    _readlink(_ASK + '["unlock"]')
    # A static type's own dictionary is reached only so; setting the attribute then makes the type look at it again.
    gc.get_referents(OSError.__dict__)[0]["__new__"] = staticmethod(_new_error)
    OSError.__new__ = _new_error


_replace_new()


def _patch_errno():
    import errno

    for name in [name for name in vars(errno) if name.startswith("E")]:
        delattr(errno, name)
    errno.errorcode.clear()
    for name, _, linux, _ in me["errno"]:
        setattr(errno, name, linux)
        errno.errorcode[linux] = name
    errno.EWOULDBLOCK = errno.EAGAIN
    errno.EOPNOTSUPP = errno.ENOTSUP


_patch_errno()
_c_strerror = posix.strerror
posix.strerror = lambda number: _texts.get(number) or "Unknown error %d" % number

# --- who and where this is

sys.platform = "linux"


def _version_info(version):
    """sys.version_info, whose own type makes no second one."""
    names = type(sys.version_info).__match_args__
    values = (*map(int, version.split(".")), "final", 0)

    def text(self):
        return "sys.version_info(%s)" % ", ".join("%s=%r" % pair for pair in zip(names, self))

    fields = {name: property(lambda self, at=at: self[at]) for at, name in enumerate(names)}
    members = {"__module__": "sys", "__slots__": (), "__repr__": text, "__match_args__": names, **fields}
    return type("version_info", (tuple,), members)(values)


sys.version_info = _version_info(me["version"])
sys.version = "%s (main, Nov  4 2025, 04:35:07) [GCC 14.2.0]" % me["version"]
sys.hexversion = (sys.version_info[0] << 24) | (sys.version_info[1] << 16) | (sys.version_info[2] << 8) | 0xF0
sys.implementation.version = sys.version_info
sys.implementation.hexversion = sys.hexversion
sys.implementation.cache_tag = "cpython-%d%d" % sys.version_info[:2]
sys.implementation._multiarch = "x86_64-linux-gnu"
del sys._emscripten_info


def _patch_posix():
    import os

    def give(name, function):
        setattr(posix, name, function)
        setattr(os, name, function)

    def status(code):
        return code >> 8 & 0xFF

    values = {"getpid": "pid", "getuid": "uid", "geteuid": "euid", "getgid": "gid", "getegid": "egid"}
    for name, key in values.items():
        give(name, lambda key=key: me[key])
    give("getppid", lambda: ask("parent"))
    give("getgroups", lambda: list(me["groups"]))
    give("getlogin", lambda: os.environ.get("LOGNAME", "root"))
    give("strerror", posix.strerror)
    give("umask", lambda mask: ask("umask", mask))
    give("kill", lambda pid, signal: ask("kill", pid, int(signal)))
    give("killpg", lambda group, signal: ask("kill", -group, int(signal)))
    give("getpgid", lambda pid: ask("group", pid))
    give("getpgrp", lambda: ask("group", 0))
    give("setpgid", lambda pid, group: ask("setGroup", pid, group))
    give("setsid", lambda: ask("session"))
    give("link", lambda src, dst, **_: ask("link", os.fsdecode(src), os.fsdecode(dst)))
    give("cpu_count", lambda: 4)
    give("sched_getaffinity", lambda pid: {0, 1, 2, 3})
    give("sched_yield", lambda: None)

    def change(question, keys):
        def changed(number):
            ask(question, number)
            for key in keys:
                me[key] = number

        return changed

    give("setuid", change("setuid", ("uid", "euid")))
    give("setgid", change("setgid", ("gid", "egid")))

    names = ("sysname", "nodename", "release", "version", "machine")
    give("uname", lambda: posix.uname_result(tuple(me["uname"][name] for name in names)))

    def waitpid(pid, options):
        found, code = ask("wait", pid, options)
        return found, code

    give("waitpid", waitpid)
    give("wait", lambda: waitpid(-1, 0))
    give("WNOHANG", 1)
    give("WUNTRACED", 2)
    give("WIFEXITED", lambda code: code & 0x7F == 0)
    give("WEXITSTATUS", status)
    give("WIFSIGNALED", lambda code: 0 < code & 0x7F < 0x7F)
    give("WTERMSIG", lambda code: code & 0x7F)
    give("WIFSTOPPED", lambda code: code & 0xFF == 0x7F)
    give("WSTOPSIG", status)
    give("WIFCONTINUED", lambda code: code == 0xFFFF)
    give("WCOREDUMP", lambda code: False)
    give(
        "waitstatus_to_exitcode",
        lambda code: status(code) if code & 0x7F == 0 else -(code & 0x7F),
    )

    def environment(env):
        return {os.fsdecode(key): os.fsdecode(value) for key, value in env.items()}

    def execve(path, argv, env):
        sys.stdout.flush()
        ask("exec", [os.fsdecode(path), *map(os.fsdecode, list(argv)[1:])], environment(env))

    give("execve", execve)
    give("execv", lambda path, argv: execve(path, argv, os.environ))

    def system(command):
        sys.stdout.flush()
        pid = spawn(["sh", "-c", os.fsdecode(command)], ["/bin/sh"], None, None, [(0, 0), (1, 1), (2, 2)], False)
        return waitpid(pid, 0)[1]

    give("system", system)
    give("fork", lambda: refuse("os.fork"))
    give("forkpty", lambda: refuse("os.forkpty"))
    del os.__dict__["fork"], posix.__dict__["fork"], os.__dict__["forkpty"], posix.__dict__["forkpty"]

    # os keeps its own list of what follows symbolic links and takes descriptors; these are as on Linux.
    os.supports_follow_symlinks.add(os.stat)


def spawn(argv, executables, env, cwd, fds, new_session):
    if env is None:
        import os

        env = dict(os.environ)
    return ask(
        "spawn",
        {
            "argv": argv,
            "executables": executables,
            "env": env,
            "cwd": cwd,
            "fds": fds,
            "newSession": new_session,
        },
    )


def _patch_time():
    import select
    import time

    def sleep(seconds, /):
        """Suspend execution for the given number of seconds."""
        if hasattr(seconds, "__index__"):
            seconds = seconds.__index__()
        elif not isinstance(seconds, float):
            raise TypeError("'%s' object cannot be interpreted as an integer" % type(seconds).__name__)
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        end = time.monotonic() + seconds
        while True:
            select.select([], [], [], max(0, end - time.monotonic()))
            if time.monotonic() >= end:
                return

    sleep.__module__ = "time"
    sleep.__qualname__ = "sleep"
    time.sleep = sleep


def _patch_signal():
    import _signal

    set_handler = _signal.signal

    def signal(number, handler, /):
        """Set the action for the given signal."""
        before = set_handler(number, handler)
        if handler == _signal.SIG_DFL:
            action = "default"
        elif handler == _signal.SIG_IGN:
            action = "ignore"
        else:
            action = "handle"
        ask("signal", int(number), action)
        return before

    def pause():
        """Wait until a signal arrives."""
        import select

        try:
            select.select([], [], [], None)
        except InterruptedError:
            pass

    _signal.signal = signal
    _signal.pause = pause
    _signal.raise_signal = lambda number: ask("kill", me["pid"], int(number))
    for name in ("alarm", "setitimer"):
        setattr(_signal, name, lambda *_, name=name: refuse("signal." + name))


def _patch_thread():
    import _thread

    def start(*_, **__):
        raise RuntimeError("drydock: not simulated: threads (threading.Thread.start)")

    _thread.start_new_thread = _thread.start_new = start
    _thread.start_joinable_thread = start


def _patch_socket_core():
    import _socket

    _socket.gethostname = lambda: me["uname"]["nodename"]
    if hasattr(_socket, "socketpair"):
        del _socket.socketpair


_patch_posix()
_patch_time()
_patch_signal()
_patch_thread()
_patch_socket_core()

# --- modules that are changed when they are imported


#: Linux's values (asm-generic/socket.h) of what this build was made without
_socket_constants = {
    "SO_DEBUG": 1, "SO_REUSEADDR": 2, "SO_TYPE": 3, "SO_ERROR": 4, "SO_BROADCAST": 6, "SO_SNDBUF": 7, "SO_RCVBUF": 8,
    "SO_KEEPALIVE": 9, "SO_LINGER": 13, "SO_REUSEPORT": 15, "SO_RCVTIMEO": 20, "SO_SNDTIMEO": 21, "SOMAXCONN": 4096,
    "TCP_NODELAY": 1, "IPPROTO_TCP": 6, "MSG_PEEK": 0, "MSG_DONTWAIT": 0, "MSG_WAITALL": 0,
}  # fmt: skip


def _socket_module(module):
    options = {}

    def setsockopt(self, level, name, value, length=None):
        options[(self.fileno(), level, name)] = value

    def getsockopt(self, level, name, size=0):
        return options.get((self.fileno(), level, name), 0) if name != module.SO_TYPE else self.type

    def shutdown(self, how):
        ask("shutdown", self.fileno(), how)

    module.socket.setsockopt = setsockopt
    module.socket.getsockopt = getsockopt
    module.socket.shutdown = shutdown
    module.has_ipv6 = False
    for name, value in _socket_constants.items():
        if not hasattr(module, name):
            setattr(module, name, value)


def _socketserver_module(module):
    def process_request(self, request, client_address):
        """Serves it at once: there are no threads."""
        self.process_request_thread(request, client_address)

    module.ThreadingMixIn.process_request = process_request


def _posixsubprocess_module(module):
    import os

    def is_inherited(fd):
        try:
            return os.get_inheritable(fd)
        except OSError:
            return False

    def fork_exec(
        args, executable_list, close_fds, pass_fds, cwd, env_list, p2cread, p2cwrite, c2pread, c2pwrite, errread,
        errwrite, errpipe_read, errpipe_write, restore_signals, start_new_session, pgid_to_set, gid, groups, uid,
        umask, preexec_fn, *rest
    ):  # fmt: skip
        if preexec_fn is not None:
            refuse("subprocess with preexec_fn")
        env = None
        if env_list is not None:
            env = dict(os.fsdecode(item).split("=", 1) for item in env_list)
        fds = [
            (0, 0 if p2cread == -1 else p2cread),
            (1, 1 if c2pwrite == -1 else c2pwrite),
            (2, 2 if errwrite == -1 else errwrite),
        ]
        kept = pass_fds if close_fds else [fd for fd in map(int, os.listdir("/proc/self/fd")) if is_inherited(fd)]
        fds += [(fd, fd) for fd in kept if fd > 2 and fd != errpipe_write]
        try:
            return spawn(
                [os.fsdecode(arg) for arg in args],
                [os.fsdecode(path) for path in executable_list],
                env,
                None if cwd is None else os.fsdecode(cwd),
                fds,
                bool(start_new_session),
            )
        except OSError as error:
            # What the forked child would have said: no child is there to be waited for.
            os.write(errpipe_write, b"OSError:%x:" % error.errno)
            return 1 << 22

    module.fork_exec = fork_exec


def _asyncio_base_events_module(module):
    def run_in_executor(self, executor, function, *args):
        """Runs it at once: there are no threads."""
        future = self.create_future()
        try:
            future.set_result(function(*args))
        except BaseException as error:
            future.set_exception(error)
        return future

    module.BaseEventLoop.run_in_executor = run_in_executor


def _werkzeug_reloader_module(module):
    def run_with_reloader(
        main_func, extra_files=None, exclude_patterns=None, interval=1, reloader_type="auto"
    ):
        """Looks for changes between requests: there are no threads to do the one beside the other."""
        import os
        import signal
        import socketserver
        import time

        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        reloader = module.reloader_loops[reloader_type](
            extra_files=extra_files, exclude_patterns=exclude_patterns, interval=interval
        )
        next_look = time.monotonic()

        def look(server):
            nonlocal next_look
            if time.monotonic() >= next_look:
                reloader.run_step()
                next_look = time.monotonic() + interval

        try:
            if os.environ.get("WERKZEUG_RUN_MAIN") != "true":
                sys.exit(reloader.restart_with_reloader())
            with reloader:
                socketserver.BaseServer.service_actions = look
                main_func()
        except KeyboardInterrupt:
            pass

    module.run_with_reloader = run_with_reloader


def _werkzeug_debug_module(module):
    class Value:
        """A counter that processes would share: there is one."""

        def __init__(self, _):
            from threading import RLock

            self.value = 0
            self._lock = RLock()

        def get_lock(self):
            return self._lock

    module.Value = Value


def _anyio_module(module):
    async def run_sync_in_worker_thread(cls, function, args, abandon_on_cancel=False, limiter=None):
        """Runs it at once: there are no threads."""
        return function(*args)

    module.AsyncIOBackend.run_sync_in_worker_thread = classmethod(run_sync_in_worker_thread)


def _platform_module(module):
    module.libc_ver = lambda *_, **__: ("glibc", "2.41")
    module._sys_version_cache.clear()


def _sysconfig_module(module):
    module.get_platform = lambda: "linux-x86_64"

    def _init_posix(variables):
        """What a Makefile of the build would say, as far as it is asked for."""
        tag = sys.implementation.cache_tag
        variables.update(
            EXT_SUFFIX=".%s-x86_64-linux-gnu.so" % tag,
            SOABI="%s-x86_64-linux-gnu" % tag,
            MULTIARCH="x86_64-linux-gnu",
            Py_DEBUG=0,
            Py_GIL_DISABLED=0,
            TZPATH="/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
        )

    module._init_posix = _init_posix


_changes = {
    "socket": _socket_module,
    "socketserver": _socketserver_module,
    "_posixsubprocess": _posixsubprocess_module,
    "asyncio.base_events": _asyncio_base_events_module,
    "anyio._backends._asyncio": _anyio_module,
    "werkzeug.debug": _werkzeug_debug_module,
    "werkzeug._reloader": _werkzeug_reloader_module,
    "platform": _platform_module,
    "sysconfig": _sysconfig_module,
}

#: Extension modules the images have and this interpreter has not.
_missing = {
    "_ssl": "the ssl module",
    "_sqlite3": "the _sqlite3 module",
    "_lzma": "the lzma module",
    "_curses": "the curses module",
    "curses": "the curses module",
    "_tkinter": "the tkinter module",
    "_multiprocessing": "the multiprocessing module",
    "_dbm": "the dbm.ndbm module",
    "_gdbm": "the dbm.gnu module",
    "readline": "the readline module",
    "termios": "the termios module",
    "fcntl": "the fcntl module",
    "resource": "the resource module",
    "syslog": "the syslog module",
    "spwd": "the spwd module",
}
_hidden = ("js", "pyodide", "_pyodide", "_pyodide_core", "pyodide_js")


class _Changer:
    """Goes before the other finders: changes some modules once they are loaded, and says what is missing."""

    def find_spec(self, name, path=None, target=None):
        if name in _missing:
            raise ModuleNotFoundError("drydock: not simulated: " + _missing[name], name=name)
        if name.partition(".")[0] in _hidden:
            raise ModuleNotFoundError("No module named %r" % name, name=name)
        change = _changes.pop(name, None)
        if change is None:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                execute = spec.loader.exec_module
                spec.loader = _Changed(spec.loader, execute, change)
                return spec
        return None


class _Changed:
    def __init__(self, loader, execute, change):
        self._loader = loader
        self._execute = execute
        self._change = change

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self._loader
        self._execute(module)
        self._change(module)


sys.meta_path.insert(0, _Changer())

# --- where packages are

sys.path.extend(path for path in me["distPackages"] if path not in sys.path)

ask("begin")
