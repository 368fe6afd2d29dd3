"""Checking a QR against our own keys and what we revoked. Nothing is stored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hssk.look.states import look_of
from hssk.refusals import Words
from vaccination.certificates import shc
from vaccination.certificates.models import Certificate
from vaccination.certificates.signers import our_trust, public_keys
from vaccination.certificates.verify import Verdict, verify

VALID, EXPIRED, REVOKED, NOT_OURS, UNREADABLE = "valid", "expired", "revoked", "not_ours", "unreadable"
OUTCOMES = {"time": EXPIRED, "revoked": REVOKED, "kid": NOT_OURS, "signature": NOT_OURS, "key_usage": NOT_OURS}


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it, for people (`outcome`) and for programs (`verdict`)."""

    outcome: str
    verdict: Verdict

    @property
    def words(self) -> Words:
        """The outcome as people read it."""
        return look_of("certificate", self.outcome).word

    @property
    def payload(self) -> dict[str, Any] | None:
        """What the certificate says, when it is one of ours."""
        return self.verdict.payload


def check(text: str, *, at: datetime) -> Checked:
    """Whether `text` is a certificate of ours (or one as SMART Health Card) that counts at a moment."""
    trust = our_trust()
    if text.strip().startswith(shc.PREFIX):
        keys = {shc.thumbprint(key): key for key in public_keys(trust)}
        verdicts = [shc.verify_card(text.strip(), keys=keys, at=at, revoked=is_void_card)]
    else:
        verdicts = [verify(each, trust=trust, at=at, revoked=is_void) for each in readings(text)]
    verdict = next((each for each in verdicts if each.payload), verdicts[0])
    outcome = VALID if verdict.accepted else OUTCOMES.get(str(verdict.step), UNREADABLE)
    return Checked(outcome, verdict)


def readings(text: str) -> list[str]:
    """The text as scanned, and as pasted with blanks around it: a certificate may itself end in a blank."""
    return list(dict.fromkeys([text.strip("\r\n"), text.strip()]))


def is_void(uvci: str) -> bool:
    """Whether we took the certificate back."""
    return Certificate.objects.void().filter(uvci=uvci).exists()


def is_void_card(rid: str) -> bool:
    """Whether we took the certificate back that a SMART Health Card was made for."""
    return Certificate.objects.void().filter(pk=shc.id_in(rid)).exists()
