"""B · 人员: how many, with which certificate, and who must not act."""
