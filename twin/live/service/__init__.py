"""The live port as one process: it takes messages, knows the present, looks ahead, and says what is wrong."""
