"""The demo's own world: a bundled stream of news and the small web server that plays it."""
