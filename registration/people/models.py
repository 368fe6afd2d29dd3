"""Persons, and what is attached to them. A person is not a phone number (law 1)."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import paths_for, within_areas
from hssk.accounts.roles import May
from hssk.areas.models import AdministrativeUnit
from hssk.crypto import SealedTextField
from registration.people.numbers import normalised_number, search_indexes
from registration.sign_in.models import CitizenAccount

__all__ = ["normalised_number"]  # named here too, where people look for it


class Sex(models.TextChoices):
    """Sex, as on identity documents."""

    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")
    OTHER = "other", _("Khác")


class EthnicGroup(models.Model):
    """One of the 54 ethnic groups, or foreigner, or not known. Sensitive by law: asked only if useful."""

    code = models.CharField(primary_key=True, max_length=2)
    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """People who live together and want to come together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.id)


class PersonQuerySet(models.QuerySet["Person"]):
    """Reading persons, starting at a scope."""

    def visible_to(self, asker: Any) -> Self:
        """Persons that `asker` may see: a citizen those looked after, staff those of their areas."""
        if isinstance(asker, CitizenAccount):
            return self.filter(looked_after_by(asker))
        return self.filter(within_areas("area", paths_for(asker, May.SEE_PEOPLE)))

    def canonical(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def with_document(self, number: str) -> Self:
        """Persons who have an identity document with this number, of whatever kind."""
        documents = IdentityDocument.objects.filter(person=OuterRef("pk"), number_index__in=search_indexes(number))
        return self.filter(Exists(documents))


class Person(models.Model):
    """A human being who is or may be vaccinated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    # Without diacritics and case, for search; written together with full_name.
    name_key = models.CharField(max_length=120, editable=False)
    birth_date = models.DateField(_("ngày sinh"))
    birth_year_only = models.BooleanField(_("chỉ biết năm sinh"), default=False)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices)
    nationality = models.CharField(_("quốc tịch"), max_length=2, default="VN")
    ethnic_group = models.ForeignKey(EthnicGroup, on_delete=models.PROTECT, null=True, blank=True)
    area = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, verbose_name=_("xã/phường"))
    hamlet = models.CharField(_("thôn/xóm/tổ"), max_length=80, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    occupation = models.CharField(_("nghề nghiệp"), max_length=200, blank=True)
    workplace = models.CharField(_("đơn vị công tác"), max_length=255, blank=True)
    phone = models.CharField(_("số điện thoại liên hệ"), max_length=16, blank=True)
    language = models.CharField(max_length=5, default="vi")
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, blank=True)
    # What about this record somebody should look at: codes of people/verification.py.
    doubts = models.JSONField(_("cần xác minh"), default=list, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="sex_is_known_to_us"),
            models.CheckConstraint(condition=~Q(full_name=""), name="a_person_has_a_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="nobody_is_merged_into_themselves",
            ),
        ]
        indexes: ClassVar = [
            # Search by the beginning of the name within a commune.
            models.Index(fields=["area", "name_key"], name="persons_of_area_by_name"),
            models.Index(fields=["name_key", "birth_date"], name="persons_by_name_and_birth"),
            models.Index(fields=["phone"], name="persons_by_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def doubts_to_tell(self) -> list[str]:
        """Doubts that guardians may read. Not among them that another record looks the same: it may be a stranger's."""
        return [code for code in self.doubts if code != "possible_duplicate"]


class DocumentKind(models.TextChoices):
    """Kinds of identity document."""

    CCCD = "cccd", _("CCCD/Căn cước (12 số)")
    CMND = "cmnd", _("CMND (9 số)")
    MILITARY = "military", _("CMT quân đội/công an")
    PASSPORT = "passport", _("Hộ chiếu")
    BHYT = "bhyt", _("Thẻ BHYT")
    BIRTH = "birth", _("Giấy khai sinh")


class IdentityDocument(models.Model):
    """A document of a person; the number is sealed and found by its keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("loại giấy tờ"), max_length=10, choices=DocumentKind.choices)
    number = SealedTextField()
    number_index = models.UUIDField(db_index=True)
    verified_at = models.DateTimeField(_("đã đối chiếu lúc"), null=True, blank=True)
    verified_by_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_is_known"),
            models.UniqueConstraint(
                fields=["person", "kind", "number_index"], name="one_document_is_kept_once_per_person"
            ),
            # Only once seen: typing errors and borrowed numbers are common before that.
            models.UniqueConstraint(
                fields=["kind", "number_index"],
                condition=Q(verified_at__isnull=False),
                name="a_verified_document_belongs_to_one_person",
                violation_error_message=_("Giấy tờ này đã được xác minh cho người khác."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Relationship(models.TextChoices):
    """What the person looked after is to the one who holds the phone."""

    SELF = "self", _("Bản thân")
    SPOUSE = "spouse", _("Vợ/chồng")
    CHILD = "child", _("Con")
    PARENT = "parent", _("Cha/mẹ")
    GRANDPARENT = "grandparent", _("Ông/bà")
    SIBLING = "sibling", _("Anh/chị/em")
    GRANDCHILD = "grandchild", _("Cháu")
    OTHER = "other", _("Khác")


class Guardianship(models.Model):
    """An account looks after a person. One account has many persons, a person may have many accounts."""

    account = models.ForeignKey(CitizenAccount, on_delete=models.PROTECT, related_name="guardianships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardianships")
    relationship = models.CharField(_("quan hệ"), max_length=12, choices=Relationship.choices)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_live_guardianship_per_account_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.person_id}"


def looked_after_by(account: CitizenAccount, field: str = "pk") -> Q:
    """Rows whose person (`field` leads there) is looked after by `account` now."""
    live = Guardianship.objects.filter(account=account, ended_at__isnull=True)
    return Q(**{f"{field}__in": live.values("person")})
