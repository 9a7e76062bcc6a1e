"""How long services take: by station, class and server."""
