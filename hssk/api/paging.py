"""Pages by cursor: no totals, no offsets, so that the last page costs what the first does."""

from typing import Any

from django.core.exceptions import ValidationError as NotOfItsKind
from django.db import DataError
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

from hssk.refusals import Invalid


class ByCursor(CursorPagination):
    """Rows in the order of their primary key unless the endpoint names another unique order."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering: str | tuple[str, ...] = "pk"

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        """A page; a cursor that is none of ours is wrong input, whatever it makes the database say."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, ValueError, OverflowError, NotOfItsKind, DataError) as error:
            if not request.query_params.get(self.cursor_query_param):
                raise
            words = _("Con trỏ trang không đúng. Hãy bắt đầu lại từ trang đầu.")
            raise Invalid(words, code="invalid_cursor", fields={self.cursor_query_param: words}) from error
