"""Front door: tables of the rooms."""

from registration.campaigns.models import Campaign, ConsentText, DeclarationQuestion, PriorityGroup
from registration.imports.models import ImportBatch, ImportFile, ImportRow
from registration.people.models import EthnicGroup, Guardianship, Household, IdentityDocument, Person
from registration.registrations.models import Registration, RegistrationDraft
from registration.sign_in.models import CitizenAccount, OneTimeCode

__all__ = [
    "Campaign",
    "CitizenAccount",
    "ConsentText",
    "DeclarationQuestion",
    "EthnicGroup",
    "Guardianship",
    "Household",
    "IdentityDocument",
    "ImportBatch",
    "ImportFile",
    "ImportRow",
    "OneTimeCode",
    "Person",
    "PriorityGroup",
    "Registration",
    "RegistrationDraft",
]
