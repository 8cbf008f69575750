"""Reckons rules on facts at hand, node by node, each once for all rules that share it.

Serves bulk runs and the check of one case alike: without a query to plan, a rule costs a few
microseconds where little is to be looked at. It says exactly what the compiled expressions say.
"""
