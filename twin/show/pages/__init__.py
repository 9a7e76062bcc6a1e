"""The pages of the report, one function each: the report's input in, a section out."""
