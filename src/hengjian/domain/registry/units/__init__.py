"""The units of bodies: each body is one, in the organisation."""
