"""Pages by cursor: no totals, no offsets, so that the last page costs what the first does."""

from rest_framework.pagination import CursorPagination


class ByCursor(CursorPagination):
    """Rows in the order of their primary key unless the endpoint names another unique order."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering: str | tuple[str, ...] = "pk"
