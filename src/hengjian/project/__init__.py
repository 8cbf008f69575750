"""The web part put together: settings, urls, asgi and the commands that start it."""
