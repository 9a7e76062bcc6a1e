"""`twin warm`: compiles the fast engine ahead, so that the first run or forecast does not wait for it."""

import time

from twin.commands.answers import hand_over

HELP = "compile the fast engine now, once, so that the first run does not wait for it"


def add_arguments(parser):
    pass


def run(args):
    from twin.config import compose, list_names
    from twin.plan.compile import compile_plan
    from twin.plan.jit import cache_folder
    from twin.results.summary import summarise
    from twin.study.replications import replicate

    started = time.perf_counter()
    port = list_names("layouts")[0].name
    scenario = compose([f"layout={port}", "experiment.horizon=1 d", "experiment.warm_up=0 s"])
    plan = compile_plan(scenario)
    summarise(plan, replicate(plan, range(2)))
    look_ahead(scenario)
    seconds = time.perf_counter() - started
    text = f"compiled and kept in {cache_folder()}; it took {seconds:.1f} s"
    answer = {"folder": str(cache_folder()), "seconds": seconds}
    hand_over(args, answer, text, ("run", [f"layout={port}"]))
    return 0


def look_ahead(scenario):
    """Makes a forecast from somebody who waits, as the live port does: placing is compiled as well."""
    from twin.live.forecast.forecasting import Asked, forecast
    from twin.live.forecast.port import port_of
    from twin.live.records import QUEUEING, World

    station = next(iter(scenario.layout.stations))
    waits = World(("",), (station,), (QUEUEING,), (0.0,))
    forecast(port_of(scenario), [waits], Asked(at=0.0, ahead=3600.0, step=600.0, futures=2))
