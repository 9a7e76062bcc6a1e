"""A process that has the whole program loaded, and forks for each command: none waits for the imports again.

    python ready.py serve SOCKET            loads the program, then forks for whoever asks
    python ready.py ask SOCKET twin ...     does what `twin ...` does, in such a fork
    python ready.py ask SOCKET python ...   does what `python ...` does, for -c and a program

A fork has the folder, the environment and the three streams of who asks, who is told what it ended with.
"""

import atexit
import gc
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from contextlib import contextmanager, suppress
from importlib import import_module
from pkgutil import walk_packages
from runpy import run_path

# What the program imports where it is first used.
LATER = (
    "babel.core",
    "fontTools.subset",
    "jinja2",
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "pyarrow.dataset",
)
LONGEST = 1 << 20  # bytes of a question: the words and the environment


@contextmanager
def process(surroundings):
    """The command line that has words carried out by such a process, while it runs."""
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, "door")
        serving = [sys.executable, __file__, "serve", place]
        # What is loaded is the tree's own; the process ends when its standard input does.
        with subprocess.Popen(
            serving, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as running:
            assert running.stdout.readline() == b"ready\n", "the program cannot be loaded"
            yield [sys.executable, "-I", "-S", __file__, "ask", place]
            running.stdin.close()


def ask(place, words):
    """Has the words carried out here, and ends as they do."""
    question = {"words": words, "folder": os.getcwd(), "environment": dict(os.environ)}
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(place)
        socket.send_fds(door, [json.dumps(question).encode()], [0, 1, 2])
        ended = door.recv(16)
    return int(ended or 1)


def serve(place):
    """Forks for each who asks, until standard input ends; gives the words to a fork."""
    load()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(place)
        door.listen()
        print("ready", flush=True)
        while True:
            heard, _, _ = select.select([door, sys.stdin], [], [])
            bury()
            if sys.stdin in heard:
                return None
            asked, _ = door.accept()
            if os.fork() == 0:
                door.close()
                return watched(asked)
            asked.close()


def watched(asked):
    """Forks once more: the words for that one; this one waits for it, and says how it ended."""
    said, handles, _, _ = socket.recv_fds(asked, LONGEST, 3)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        asked.send(str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    asked.close()
    for number, handle in enumerate(handles):
        os.dup2(handle, number)
        os.close(handle)
    question = json.loads(said)
    os.chdir(question["folder"])
    os.environ.clear()
    os.environ.update(question["environment"])
    sys.path[0] = question["folder"]
    return question["words"]


def bury():
    """Lets forks that have ended go."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def load():
    """Every module of the program, and the engine as it was compiled."""
    import twin

    own = [module.name for module in walk_packages(twin.__path__, "twin.")]
    for name in (*own, *LATER):
        if not name.endswith("__main__"):
            import_module(name)
    plan = twin.compile_plan(twin.load("layout=ganqimaodu_road", "experiment=one_day"))
    import_module("twin.results.measures").reduce(plan, twin.run(plan, 0))
    gc.collect()
    gc.freeze()  # or each fork would go through all that is loaded, and have a copy of it


def end(line):
    """Carries a command line out and ends as it does, without taking apart all that is loaded."""
    try:
        code = carry_out(*line)
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
        code = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def carry_out(program, *words):
    """Does what the command line says; gives its exit code."""
    if program == "twin":
        from twin.cli import main

        sys.argv = [program, *words]
        return main(list(words))
    sys.argv = list(words)
    if words[0] == "-c":
        exec(compile(words[1], "<string>", "exec"), {"__name__": "__main__"})
    else:
        run_path(words[0], run_name="__main__")
    return 0


def main(how, place, *words):
    if how == "ask":
        return ask(place, list(words))
    line = serve(place)
    return end(line) if line else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
