"""The app of the registers."""

from django.apps import AppConfig


class Registry(AppConfig):
    name = "hengjian.domain.registry"
    label = "registry"

    def ready(self) -> None:
        """Whoever sees a row may read what the ledger holds of it."""
        from hengjian.core.audit.access import shows
        from hengjian.domain.registry.access import may_see_history
        from hengjian.domain.registry.registers import REGISTERS

        for register in REGISTERS.values():
            shows(register.model._meta.label_lower, may_see_history(register))
