"""How the ledger's entries of leads are called."""

from hengjian.core.wording import said

KINDS = {"lead.opened": said("登记监督线索", "lead opened")}
NOUNS = {"supervision.lead": said("监督线索", "lead")}
