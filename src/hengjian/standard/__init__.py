"""The data standard: tables, validation, readers and mappings.

Serves whoever submits records and whoever reads them. It accepts what fits, hands back what does not
with a reason, and judges nothing.
"""
