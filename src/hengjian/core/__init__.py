"""What every noun of the bureau stands on: people and their posts, the organisation, ledger entries.

Serves domain and surfaces. Each noun is a Django app with the rooms that house.md names; core knows
nothing of cases or documents.
"""
