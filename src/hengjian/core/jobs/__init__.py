"""Jobs: work that a person need not wait for, kept in the database until it is done.

Serves every noun through the `django-tasks` API. It promises that a job comes with its action's
transaction, that its effects stand once, and that a killed worker's work is taken over.
"""
