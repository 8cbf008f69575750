from hengjian.domain.supervision.secrecy.tests.little_secret import secret

__all__ = ["secret"]
