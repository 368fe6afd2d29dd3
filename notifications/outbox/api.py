"""API of messages: what was sent to the citizen's own phone."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from hssk.api.paging import ByCursor
from notifications.outbox.models import Message, State


class HasPhone(BasePermission):
    """Citizens: their account is a phone."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return getattr(request.user, "actor_kind", "") == "citizen"


class Sent(serializers.Serializer[Message]):
    """A message as its reader saw it."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)


class NewestFirst(ByCursor):
    """Newest first."""

    ordering = ("-created_at", "id")


@extend_schema_view(get=extend_schema(summary="Messages sent to my phone", operation_id="me_messages"))
class MyMessages(generics.ListAPIView[Message]):
    """Messages sent to my phone, newest first."""

    permission_classes = (HasPhone,)
    serializer_class = Sent
    pagination_class = NewestFirst
    may_answer = (401, 403, 404)

    def get_queryset(self) -> QuerySet[Message]:
        return Message.objects.visible_to(self.request.user)
