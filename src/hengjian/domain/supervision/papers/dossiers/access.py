"""The case that a job was told to bind."""

from django.shortcuts import get_object_or_404

from hengjian.core.people.models import Post
from hengjian.domain.supervision.cases.models import Case


def case_to_bind(pk: int) -> Case:
    return get_object_or_404(Case.objects.select_related("body", "bureau__division"), pk=pk)


def binder(pk: int | None) -> Post | None:
    return Post.objects.filter(pk=pk).first() if pk is not None else None
