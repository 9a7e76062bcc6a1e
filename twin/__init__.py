"""PortTwin: a border port as a program, in which a change can be tried before it is built.

    import twin
    scenario = twin.load("layout=ganqimaodu_road", "peak=record_day")

Every public name is fetched when it is first used, so `import twin` itself costs nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

# public name -> the module that has it, and what it is called there; docs/python.md shows each in use
_PUBLIC = {
    # one port, one run
    "Scenario": ("twin.model.scenario", "Scenario"),
    "ScenarioError": ("twin.model.errors", "ScenarioError"),
    "compile_plan": ("twin.plan.compile", "compile_plan"),
    "preview": ("twin.study.preview", "preview"),
    "run": ("twin.engine", "run"),
    "summarise": ("twin.results.summary", "summarise"),
    # many runs, kept on disk and never run twice
    "measures_of": ("twin.study.kept", "measures_of"),
    "levels_of": ("twin.study.observing", "observed"),  # twin.observed are the records of a real port
    "summary_of": ("twin.study.kept", "summary_of"),
    "target_of": ("twin.study.target", "target_of"),
    # studies: as the commands ask them
    "RosterAsked": ("twin.study.rostering.setting", "Asked"),
    "Rule": ("twin.study.selecting.sequential", "Rule"),
    "Search": ("twin.study.carrying.rooting", "Search"),
    "capacity": ("twin.study.carrying.carried", "capacity"),
    "ranked": ("twin.study.selecting.weighed", "weighed"),
    "rostered": ("twin.study.rostering.planning", "rostered"),
    "scaled_by": ("twin.study.carrying.scaling", "scaled_by"),
    "select": ("twin.study.selecting.sequential", "select"),
    "what_if": ("twin.study.whatif", "what_if"),
    # what is handed on
    "answers": ("twin.study.answered", "answers"),
}

__all__ = [*_PUBLIC, "ask", "load", "pack", "verify"]  # noqa: PLE0604


def load(*words):
    """The scenario that the words of a command line name, as load("layout=ganqimaodu_road")."""
    from twin.config import compose

    return compose(words)


def ask(command, *words):
    """What a command answers, as with --json: ask("capacity", "layout=ceke_road", "--target", "p95 <= 60").

    What it refuses is raised, as a Refusal or a ScenarioError. Not for several threads at once.
    """
    from twin.cli import ask

    return ask(command, *words)


def pack(path, *words, folder="outputs"):
    """Writes a capsule of the runs that words name, as pack("agv.zip", "layout=ceke_road", "base", "agv").

    Gives what its contents say; what is not kept in the folder is run first.
    """
    from twin.commands.capsule import pack_words

    return pack_words(path, words, folder=folder)


def verify(path, *, only=None, **how):
    """The Verified of a capsule: it is made again, from its own files only, and its numbers are compared.

    `only="runs"` asks no study again.
    """
    from twin.commands.capsule import door
    from twin.study.capsule.verifying import verify

    return verify(path, door(only), **how)


def __getattr__(name):
    if name not in _PUBLIC:
        raise AttributeError(f"twin has no {name}; it has {', '.join(__all__)}")
    module, attribute = _PUBLIC[name]
    return getattr(import_module(module), attribute)


def __dir__():
    return sorted(__all__)
