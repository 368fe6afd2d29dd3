"""What pages and API of lists share: who asks, and how a file is answered."""

from typing import Any, cast

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename

from hssk.accounts.models import User


def staff(request: Any) -> User:
    """The member of staff who asks; `page_needs` and `needs` let nobody else in."""
    return cast("User", request.user)


def download(name: str, content_type: str, content: bytes) -> HttpResponse:
    """A file for the browser to keep, and for no cache."""
    header = content_disposition_header(as_attachment=True, filename=get_valid_filename(name))
    headers = {"Content-Disposition": header or "attachment", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
