"""API of lists."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.access import needs
from hssk.accounts.roles import May
from hssk.api.idempotency import client_id
from hssk.api.paging import ByCursor
from hssk.refusals import Invalid
from registration.campaigns.policy import campaign_by
from registration.imports.answers import download, staff
from registration.imports.cancel import cancel_list
from registration.imports.commit import commit_list
from registration.imports.lists import counts_of, list_for, note_reading
from registration.imports.models import BatchState, ImportBatch, RowState
from registration.imports.preview import typed
from registration.imports.read import check_size
from registration.imports.result import XLSX, result_file
from registration.imports.upload import upload_list


class UploadedList(serializers.Serializer[Any]):
    """A file for a campaign."""

    file = serializers.FileField(help_text=".xlsx, .xls or .csv in the ministry's layout")
    campaign = serializers.CharField(max_length=60, help_text="id or code")
    id = serializers.UUIDField(required=False, help_text="the client's own; sending it again gives the first list")


class Counts(serializers.Serializer[Any]):
    """Rows by what they are."""

    new = serializers.IntegerField()
    repaired = serializers.IntegerField()
    known = serializers.IntegerField()
    failed = serializers.IntegerField()
    committed = serializers.IntegerField()
    total = serializers.IntegerField()


class ListOut(serializers.Serializer[Any]):
    """A list and how its rows stand."""

    id = serializers.UUIDField()
    campaign = serializers.UUIDField(source="campaign_id")
    area = serializers.CharField(source="area.code")
    file_name = serializers.CharField()
    state = serializers.ChoiceField(choices=BatchState.choices)
    uploaded_at = serializers.DateTimeField()
    committed_at = serializers.DateTimeField(allow_null=True)
    counts = Counts()


class RemarkOut(serializers.Serializer[Any]):
    """One thing about one cell."""

    field = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    words = serializers.CharField()
    weight = serializers.ChoiceField(choices=["note", "repair", "failure"])


class RowOut(serializers.Serializer[Any]):
    """A row as it was read, and what is said about it."""

    number = serializers.IntegerField(help_text="the line in the file")
    state = serializers.ChoiceField(choices=RowState.choices)
    cells = serializers.DictField(child=serializers.CharField(allow_blank=True))
    remarks = RemarkOut(many=True)
    registration = serializers.UUIDField(allow_null=True)


class RowPage(serializers.Serializer[Any]):
    """Rows by cursor."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = RowOut(many=True)


class ListPage(serializers.Serializer[Any]):
    """Lists by cursor."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ListOut(many=True)


class Announce(serializers.Serializer[Any]):
    """How to commit."""

    announce = serializers.BooleanField(default=False, help_text="text each new registrant their number")


class ByNumber(ByCursor):
    """Rows in the order of the file."""

    ordering = "number"


class NewestFirst(ByCursor):
    """Lists, the newest first."""

    ordering = "-uploaded_at"


def answer(batch: ImportBatch, status: int = 200) -> Response:
    """One list with its counts."""
    return Response(ListOut(with_counts([batch])[0]).data, status=status)


def with_counts(batches: list[ImportBatch]) -> list[ImportBatch]:
    """The lists, each with `counts`."""
    counts = counts_of(batches)
    for batch in batches:
        batch.counts = counts[batch.pk]  # type: ignore[attr-defined]
    return batches


class ImportView(APIView):
    """Staff who may bring in lists."""

    permission_classes = (needs(May.IMPORT_LISTS),)


class Imports(ImportView):
    """Lists of the official's areas."""

    parser_classes = (MultiPartParser,)

    @extend_schema(summary="Lists", responses={200: ListPage}, operation_id="imports_list")
    def get(self, request: Request) -> Response:
        pages = NewestFirst()
        batches = ImportBatch.objects.visible_to(request.user).select_related("area")
        page = pages.paginate_queryset(batches, request, view=self) or []
        return pages.get_paginated_response(ListOut(with_counts(page), many=True).data)

    @extend_schema(
        summary="Upload a list",
        request={"multipart/form-data": UploadedList},
        responses={201: ListOut, 200: OpenApiResponse(ListOut, "This id was sent before")},
    )
    def post(self, request: Request) -> Response:
        given = UploadedList(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        check_size(file.size)
        batch, new = upload_list(
            id=client_id(request, given.validated_data.get("id")),
            campaign=campaign_by(given.validated_data["campaign"]),
            file_name=file.name,
            content=file.read(),
            by=staff(request),
        )
        return answer(batch, 201 if new else 200)


class Import(ImportView):
    """One list."""

    @extend_schema(summary="A list with its counts", responses={200: ListOut})
    def get(self, request: Request, batch_id: uuid.UUID) -> Response:
        return answer(list_for(request.user, batch_id))


STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=RowState.values, description="only rows in this state")


class Rows(ImportView):
    """Rows of a list."""

    @extend_schema(summary="Rows of a list", parameters=[STATE], responses={200: RowPage})
    def get(self, request: Request, batch_id: uuid.UUID) -> Response:
        batch = list_for(request.user, batch_id)
        rows = batch.rows.all()
        if state := request.query_params.get("state"):
            if state not in RowState.values:
                words = _("Không có trạng thái này.")
                raise Invalid(words, fields={"state": words})
            rows = rows.filter(state=state)
        pages = ByNumber()
        page = pages.paginate_queryset(rows, request, view=self) or []
        note_reading(page, by=staff(request))
        out = [
            {
                "number": row.number,
                "state": row.state,
                "cells": typed(batch, row),
                "remarks": row.remarks,
                "registration": row.registration_id,
            }
            for row in page
        ]
        return pages.get_paginated_response(RowOut(out, many=True).data)


class Commit(ImportView):
    """Writing the good rows."""

    parser_classes = (JSONParser, FormParser, MultiPartParser)

    @extend_schema(summary="Commit a list; again gives the same", request=Announce, responses={200: ListOut})
    def post(self, request: Request, batch_id: uuid.UUID) -> Response:
        given = Announce(data=request.data)
        given.is_valid(raise_exception=True)
        return answer(commit_list(batch_id=batch_id, announce=given.validated_data["announce"], by=staff(request)))


class Cancel(ImportView):
    """Giving a list up."""

    @extend_schema(summary="Cancel a list that was not committed", request=None, responses={200: ListOut})
    def post(self, request: Request, batch_id: uuid.UUID) -> Response:
        return answer(cancel_list(batch_id=batch_id, by=staff(request)))


class Result(ImportView):
    """The file with its result."""

    @extend_schema(
        summary="The same file with the result column filled",
        responses={(200, XLSX): OpenApiTypes.BINARY, (200, "text/csv"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, batch_id: uuid.UUID) -> HttpResponse:
        file = result_file(list_for(request.user, batch_id), by=staff(request))
        return download(file.name, file.content_type, file.content)
