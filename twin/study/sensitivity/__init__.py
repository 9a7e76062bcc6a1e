"""What an answer depends on: assumptions varied over their ranges, and luck beside them."""

# Said here, where nothing heavy is imported, as a command's help needs them.
ALL, TORNADO, MORRIS, SOBOL, SURROGATE = "all", "tornado", "morris", "sobol", "surrogate"
METHODS = (ALL, TORNADO, MORRIS, SOBOL, SURROGATE)
