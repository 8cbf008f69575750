"""A name of two hundred characters, which documents can print, is taken by the registers; a longer one is not."""

import pytest
from django.core.exceptions import ValidationError

from hengjian.core.organisation.models import Unit
from hengjian.domain.registry.models import Body

FIELDS = [(Body, "name"), (Unit, "inward_name"), (Unit, "outward_name")]


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_two_hundred_characters_and_no_more(model: type[Body] | type[Unit], name: str) -> None:
    field = model._meta.get_field(name)
    assert field.clean("局" * 200, None) == "局" * 200
    with pytest.raises(ValidationError):
        field.clean("局" * 201, None)
