"""Front door: tables of the rooms."""

from vaccination.certificates.models import Certificate, ProductCode, SigningKey
from vaccination.counts.models import CountDelta, CountTotal
from vaccination.coverage.models import Population, Target
from vaccination.doses.models import Dose
from vaccination.facilities.models import Catchment, Employment, Facility
from vaccination.planning.models import Appointment, Plan, PlannedSeat, Unserved
from vaccination.schedules.models import DoseRule, ScreeningForm, ScreeningItem
from vaccination.sessions.models import ArrivalSlot, Session
from vaccination.stock.models import Lot, StockBalance, StockMovement, Vaccine
from vaccination.visits.models import CheckIn, Observation, Screening

__all__ = [
    "Appointment",
    "ArrivalSlot",
    "Catchment",
    "Certificate",
    "CheckIn",
    "CountDelta",
    "CountTotal",
    "Dose",
    "DoseRule",
    "Employment",
    "Facility",
    "Lot",
    "Observation",
    "Plan",
    "PlannedSeat",
    "Population",
    "ProductCode",
    "Screening",
    "ScreeningForm",
    "ScreeningItem",
    "Session",
    "SigningKey",
    "StockBalance",
    "StockMovement",
    "Target",
    "Unserved",
    "Vaccine",
]
