"""Where records are kept: as they came, once, in SQLite or PostgreSQL."""
