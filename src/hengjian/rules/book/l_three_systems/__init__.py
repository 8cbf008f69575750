"""L · 三项制度横切: records of the whole process and discretion standards."""
