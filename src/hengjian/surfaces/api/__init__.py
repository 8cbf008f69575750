"""What programs of other systems speak to: one version a folder, JSON, a token in each request.

Serves the systems of enforcement bodies. It knows no sessions and no cookies, and shows a token nothing
but what is its own body's.
"""
