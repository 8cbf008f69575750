"""Pages, because pages join nouns. A surface imports domain, core and the look, never another one."""
