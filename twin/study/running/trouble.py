"""When a study cannot go on through no fault of the port: what broke off, what is kept, and the way out."""


class RunTrouble(Exception):
    """A study that broke off: `path` is what broke, `text` what is wrong and the way out.

    What had ended before is kept, and the same question goes on from there.
    """

    def __init__(self, path, text):
        super().__init__(path, text)
        self.path = path
        self.text = text

    def __str__(self):
        return f"{self.path}\n    {self.text}"


GOES_ON = "what had ended before is kept, and the same question goes on from there"


class OutOfTime(RunTrouble):
    """The time is over; `done` of the first replications without a gap are kept, of so many asked for."""

    def __init__(self, path, done, asked):
        text = (
            f"the time is over and {done} of {asked} replications have ended, which are kept; "
            "the same question goes on from there"
        )
        super().__init__(path, text)
        self.args = path, done, asked
        self.done = done
        self.asked = asked
