"""PortTwin: a border port as a program, in which a change can be tried before it is built.

    import twin
    scenario = twin.load("layout=ganqimaodu_road", "peak=record_day")

Every public name is fetched when it is first used, so `import twin` itself costs nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

# public name -> the module that has it, and what it is called there
_PUBLIC = {
    "compile_plan": ("twin.plan.compile", "compile_plan"),
    "run": ("twin.engine", "run"),
    "summarise": ("twin.results.summary", "summarise"),
    "ScenarioError": ("twin.model.errors", "ScenarioError"),
    "Scenario": ("twin.model.scenario", "Scenario"),
}

__all__ = ["Scenario", "ScenarioError", "compile_plan", "load", "run", "summarise"]


def load(*words):
    """The scenario that the words of a command line name, as load("layout=ganqimaodu_road")."""
    from twin.config import compose

    return compose(words)


def __getattr__(name):
    if name not in _PUBLIC:
        raise AttributeError(f"twin has no {name}; it has {', '.join(__all__)}")
    module, attribute = _PUBLIC[name]
    return getattr(import_module(module), attribute)


def __dir__():
    return sorted(__all__)
