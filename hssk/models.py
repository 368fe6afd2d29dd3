"""Front door: tables of the platform's rooms."""

from hssk.accounts.models import AccessToken, RoleGrant, User
from hssk.areas.models import AdministrativeUnit, Succession
from hssk.audit.models import AuditEntry

__all__ = ["AccessToken", "AdministrativeUnit", "AuditEntry", "RoleGrant", "Succession", "User"]
