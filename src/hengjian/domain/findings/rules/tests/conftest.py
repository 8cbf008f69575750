from hengjian.domain.findings.tests.checked import archived, checked

__all__ = ["archived", "checked"]
