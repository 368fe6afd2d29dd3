"""The floor: a plain Django view that reads JSON, validates a model and inserts one row."""

import json

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from hssk.audit.models import AuditEntry


@csrf_exempt
def bare(request: HttpRequest) -> JsonResponse:
    """One validated ORM insert."""
    entry = AuditEntry(**json.loads(request.body))
    try:
        entry.full_clean()
    except ValidationError as error:
        return JsonResponse(error.message_dict, status=400)
    entry.save(force_insert=True)
    return JsonResponse({"id": entry.pk}, status=201)
