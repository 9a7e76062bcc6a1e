"""What a browser or another program may ask over HTTP."""
