"""From files and tables to pieces of bounded size, whatever they are and however they are written."""
