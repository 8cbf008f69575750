"""衡鉴 Hengjian: software with which a justice bureau supervises administrative law enforcement."""

__version__ = "0.1.0"
