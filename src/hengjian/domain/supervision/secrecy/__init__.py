"""The 副卷 of a case: who reported it, what he brought, and who read that, when and what for."""
