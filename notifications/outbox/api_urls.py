"""API of this room."""

from django.urls import path

from notifications.outbox.api import MyMessages

urlpatterns = [path("me/messages/", MyMessages.as_view(), name="api_me_messages")]
