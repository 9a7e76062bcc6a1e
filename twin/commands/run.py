"""`twin run` is not written yet."""

HELP = "..."


def add_arguments(parser):
    pass


def run(args):
    return 0
