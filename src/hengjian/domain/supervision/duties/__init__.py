"""The powers and duties of supervision bodies: what must be done, until when, and who answers for it.

Serves every noun in which a duty arises or a power is exercised. It decides nothing by itself: a duty
ends with its fact, or by a person with words, and one that was missed is told to the tier above.
"""
