"""The registers of the bureau: bodies, officers, certificates, items, delegations, staffing.

Serves every later noun, which asks who a body or an officer was on a day. Each change leaves a version,
so that a finding can be read against the register it was judged on; nothing is overwritten unseen.
"""
