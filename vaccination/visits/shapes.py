"""What the API of the vaccination day takes and gives."""

from typing import Any

from rest_framework import serializers

from hssk.api.fields import MomentField
from vaccination.doses.models import BodySite
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.schedules.models import Consequence
from vaccination.visits.models import Identity


class PersonShown(serializers.Serializer[Any]):
    """Who stands at the door."""

    id = serializers.UUIDField()
    full_name = serializers.CharField()
    birth_date = serializers.DateField()
    sex = serializers.CharField()
    doubts = serializers.ListField(child=serializers.CharField(), help_text="what to verify at the door")


class VisitShown(serializers.Serializer[Appointment]):
    """An appointment as the table sees it."""

    id = serializers.UUIDField()
    session = serializers.UUIDField(source="session_id")
    person = PersonShown()
    dose_number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=State.choices)
    origin = serializers.CharField()
    starts_at = serializers.DateTimeField(source="slot.starts_at", default=None, allow_null=True)
    deferred_until = serializers.DateField(allow_null=True)


class CheckInGiven(serializers.Serializer[None]):
    """How identity was confirmed, and the code of the invitation when shown."""

    identity = serializers.ChoiceField(choices=Identity.choices)
    presence_code = serializers.CharField(required=False, allow_blank=True, default="", max_length=10)


class VitalSigns(serializers.Serializer[None]):
    """What was measured: °C, beats a minute, mmHg, mmHg, breaths a minute."""

    temperature = serializers.FloatField(required=False)
    pulse = serializers.FloatField(required=False)
    systolic = serializers.FloatField(required=False)
    diastolic = serializers.FloatField(required=False)
    breathing = serializers.FloatField(required=False)


class ScreeningGiven(serializers.Serializer[None]):
    """A filled form. Questions may stay open only when `outcome` is stated."""

    id = serializers.UUIDField(required=False)
    answers = serializers.DictField(child=serializers.BooleanField(), default=dict)
    vital_signs = VitalSigns(required=False, default=dict)
    outcome = serializers.ChoiceField(choices=Consequence.choices, required=False, allow_blank=True, default="")
    override_reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    deferred_until = serializers.DateField(required=False, allow_null=True, default=None)


class ScreeningShown(serializers.Serializer[Any]):
    """A screening, what was proposed and what was decided."""

    id = serializers.UUIDField()
    form = serializers.CharField(source="form.code")
    proposed = serializers.ChoiceField(choices=Consequence.choices)
    outcome = serializers.ChoiceField(choices=Consequence.choices)
    override_reason = serializers.CharField()
    deferred_until = serializers.DateField(allow_null=True)
    at = serializers.DateTimeField()
    appointment = VisitShown()


class ItemShown(serializers.Serializer[Any]):
    """A question of the form."""

    code = serializers.CharField()
    text = serializers.CharField()
    consequence = serializers.ChoiceField(choices=Consequence.choices)
    by_vital_signs = serializers.BooleanField()


class FormShown(serializers.Serializer[Any]):
    """The form to fill for this person today."""

    code = serializers.CharField()
    title = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    items = ItemShown(many=True)
    declared = serializers.DictField(child=serializers.BooleanField(), help_text="answers known from the declaration")
    normal = serializers.DictField(child=serializers.ListField(child=serializers.FloatField()))


class InjectionGiven(serializers.Serializer[None]):
    """An injection; the lot is the session's unless named, the vaccinator whoever sends it unless named."""

    id = serializers.UUIDField(required=False)
    lot = serializers.UUIDField(required=False, allow_null=True, default=None)
    body_site = serializers.ChoiceField(choices=BodySite.choices, default=BodySite.LEFT_ARM)
    given_at = MomentField(required=False, allow_null=True, default=None)
    vaccinator = serializers.UUIDField(required=False, allow_null=True, default=None)
    override_reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class ReleaseGiven(serializers.Serializer[None]):
    """The end of the observation; before the half hour is over `note` says why."""

    released_at = MomentField(required=False, allow_null=True, default=None)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)


class ObservationShown(serializers.Serializer[Any]):
    """The half hour after an injection."""

    dose = serializers.UUIDField(source="dose_id")
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    released_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()


class Sought(serializers.Serializer[None]):
    """What was typed or scanned."""

    q = serializers.CharField(max_length=300, help_text="name, phone, document number, or scanned QR text")
