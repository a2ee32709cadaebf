#!/usr/bin/env python3
"""Runs a real program on a pseudo-terminal. Reads a session as JSON on stdin (argv, env, cwd, columns, rows, steps) and
answers, as JSON, what the program wrote up to the end of each step (base64), and its exit status when it has ended."""
import base64, fcntl, json, os, pty, select, signal, struct, sys, termios, time

QUIET = float(os.environ.get("QUIET", "0.25"))

session = json.load(sys.stdin)


def resize(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


pid, master = pty.fork()
if pid == 0:
    resize(0, session["columns"], session["rows"])
    os.chdir(session["cwd"])
    os.execve(session["file"], session["argv"], session["env"])


def settle():
    out = b""
    while select.select([master], [], [], QUIET)[0]:
        try:
            data = os.read(master, 65536)
        except OSError:
            return out, True
        if not data:
            return out, True
        out += data
    return out, False


answers = []
out, ended = settle()
answers.append(base64.b64encode(out).decode())
for step in session["steps"]:
    if ended:
        break
    if "resize" in step:
        resize(master, *step["resize"])
    else:
        os.write(master, step["keys"].encode())
    time.sleep(step.get("wait", 0))
    out, ended = settle()
    answers.append(base64.b64encode(out).decode())
status = None
if ended:
    _, raw = os.waitpid(pid, 0)
    status = os.waitstatus_to_exitcode(raw)
else:
    os.kill(pid, signal.SIGKILL)
    os.close(master)
json.dump({"output": answers, "status": status}, sys.stdout)
