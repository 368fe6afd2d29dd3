"""Addresses of the development gateway; only there when DEBUG is on."""

from django.urls import path

from notifications.gateways import dev_pages

urlpatterns = [
    path("phones/", dev_pages.phones, name="dev_phones"),
    path("phones.json", dev_pages.phones_json, name="dev_phones_json"),
    path("accounts.json", dev_pages.accounts_json, name="dev_accounts_json"),
]
