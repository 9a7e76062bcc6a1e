"""The runner of studies: replications in batches, each kept as soon as it ends, wherever it was run."""
