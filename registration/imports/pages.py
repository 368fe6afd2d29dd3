"""Pages of lists: upload, look through, commit, download."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hssk.accounts.access import page_needs
from hssk.accounts.roles import May
from hssk.forms import beside
from hssk.refusals import NotYours, Refused
from registration.campaigns.models import Campaign
from registration.imports.answers import download, staff
from registration.imports.cancel import cancel_list
from registration.imports.commit import commit_list
from registration.imports.forms import CommitForm, UploadForm
from registration.imports.lists import counts_of, list_for, note_reading, same_file_before, waiting_count
from registration.imports.models import ImportBatch, RowState
from registration.imports.places import campaigns_for
from registration.imports.preview import rows_shown
from registration.imports.read import check_size
from registration.imports.result import XLSX, result_file
from registration.imports.template import blank_template
from registration.imports.upload import upload_list

ROWS_OF_A_PAGE = 50
LISTS_OF_A_PAGE = 20


@page_needs(May.IMPORT_LISTS)
@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    """Lists of the official's areas, newest first."""
    batches = ImportBatch.objects.visible_to(request.user).select_related("campaign", "area", "uploaded_by")
    page = Paginator(batches.order_by("-uploaded_at", "pk"), LISTS_OF_A_PAGE).get_page(request.GET.get("page"))
    counts = counts_of(page.object_list)
    lists = [(batch, counts[batch.pk]) for batch in page.object_list]
    return render(request, "office/imports/list.html", {"page": page, "lists": lists})


@page_needs(May.IMPORT_LISTS)
def upload(request: HttpRequest) -> HttpResponse:
    """The form for a file, and its taking."""
    form = UploadForm(request.POST or None, request.FILES or None, user=staff(request))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return redirect("imports:preview", uploaded(form.cleaned_data, request.user).pk)
            except Refused as refused:
                status = beside(form, refused)
    return render(request, "office/imports/upload.html", {"form": form}, status=status)


def uploaded(given: dict[str, Any], user: Any) -> ImportBatch:
    """The list made of a valid form; a file that is too large is not even read into memory."""
    check_size(given["file"].size)
    batch, _new = upload_list(
        id=given["id"],
        campaign=given["campaign"],
        file_name=given["file"].name,
        content=given["file"].read(),
        by=user,
    )
    return batch


@page_needs(May.IMPORT_LISTS)
@require_GET
def preview(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """The rows of a list by what they are."""
    return shown(request, found(request, batch_id))


def found(request: HttpRequest, batch_id: uuid.UUID) -> ImportBatch:
    """The list, if the official may see it."""
    try:
        return list_for(request.user, batch_id)
    except NotYours as refused:
        raise Http404 from refused


def shown(request: HttpRequest, batch: ImportBatch, refused: Refused | None = None) -> HttpResponse:
    """The preview; with what refused to happen, if anything did."""
    state = request.GET.get("state", "")
    rows = batch.rows.order_by("number")
    if state in RowState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
    note_reading(page.object_list, by=staff(request))
    context = {
        "batch": batch,
        "counts": counts_of([batch])[batch.pk],
        "state": state,
        "page": page,
        "rows": rows_shown(batch, page.object_list),
        "waiting": waiting_count(batch),
        "before": same_file_before(batch, request.user),
        "form": CommitForm(),
        "refused": refused,
    }
    return render(request, "office/imports/preview.html", context, status=refused.status if refused else 200)


@page_needs(May.IMPORT_LISTS)
@require_POST
def commit(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Write the good rows."""
    batch = found(request, batch_id)
    form = CommitForm(request.POST)
    form.is_valid()
    try:
        commit_list(batch_id=batch_id, announce=form.cleaned_data["announce"], by=staff(request))
    except Refused as refused:
        return shown(request, batch, refused)
    messages.success(request, _("Đã nhập danh sách. Tải kết quả để xem từng dòng."))
    return redirect("imports:preview", batch_id)


@page_needs(May.IMPORT_LISTS)
@require_POST
def cancel(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Give a list up."""
    batch = found(request, batch_id)
    try:
        cancel_list(batch_id=batch_id, by=staff(request))
    except Refused as refused:
        return shown(request, batch, refused)
    messages.success(request, _("Đã hủy danh sách; không có gì được ghi."))
    return redirect("imports:list")


@page_needs(May.IMPORT_LISTS)
@require_GET
def result(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """The same file with the result column filled."""
    batch = found(request, batch_id)
    try:
        file = result_file(batch, by=staff(request))
    except Refused as refused:
        return shown(request, batch, refused)
    return download(file.name, file.content_type, file.content)


@page_needs(May.IMPORT_LISTS)
@require_GET
def template(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """A blank list of the ministry's layout."""
    campaign = get_object_or_404(Campaign.objects.filter(campaigns_for(staff(request))), pk=campaign_id)
    return download("mau-danh-sach-tiem.xlsx", XLSX, blank_template(campaign, user=staff(request)))
