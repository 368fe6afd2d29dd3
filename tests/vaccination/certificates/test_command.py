"""`manage.py verify_certificate`, as programs call it: no database, no broker, no key of ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.house.source import ROOT
from tests.vaccination.certificates.foreign import Issuer
from vaccination.certificates.command_line import moment, trusts_in
from vaccination.certificates.verify import verify

AT = "2026-11-22T08:00:00Z"


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def cert(issuer: Issuer, tmp_path: Path) -> str:
    path = tmp_path / "CERT.pem"
    path.write_bytes(issuer.certificate.public_bytes(Encoding.PEM))
    return str(path)


def run(text: str, *options: str) -> tuple[int, dict[str, object]]:
    """Exit code and what was printed."""
    nowhere = {"DATABASE_URL": "postgres://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    # What every installation has; the others are not needed.
    env = {"PATH": os.environ["PATH"], "SECRET_KEY": "not needed" * 5, "FIELD_KEY": "not needed" * 5, **nowhere}
    command = [sys.executable, str(ROOT / "manage.py"), "verify_certificate", *options]
    done = subprocess.run(command, input=text.encode(), env=env, capture_output=True, check=False, timeout=60)
    return done.returncode, json.loads(done.stdout or b"{}") | ({"error": done.stderr.decode()} if done.stderr else {})


def test_accepted(issuer: Issuer, cert: str) -> None:
    assert run(issuer.text() + "\n", "--key", cert, "--at", AT) == (
        0,
        {"accepted": True, "step": None, "reason": None},
    )


def test_refused_with_the_step(issuer: Issuer, cert: str) -> None:
    code, said = run(issuer.text(), "--key", cert, "--at", "2028-01-01T00:00:00Z")
    assert (code, said) == (1, {"accepted": False, "step": "time", "reason": "expired"})


def test_a_wrong_option_is_no_verdict(issuer: Issuer) -> None:
    code, said = run(issuer.text(), "--key", "/no/such/file.pem")
    assert (code, "accepted" in said) == (2, False)
    assert "/no/such/file.pem" in str(said["error"])


def test_any_of_several_keys_will_do_and_a_bare_one_has_no_name(issuer: Issuer, cert: str, tmp_path: Path) -> None:
    other, bare = tmp_path / "other.pem", tmp_path / "bare.pem"
    other.write_bytes(Issuer().certificate.public_bytes(Encoding.PEM))
    bare.write_bytes(issuer.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert issuer.kid in trusts_in([str(other), cert])[0]
    for paths in ([str(other), cert], [str(other), str(bare)], [str(bare)]):
        verdicts = [verify(issuer.text(), trust=trust, at=moment(AT)) for trust in trusts_in(paths)]
        assert any(verdict.accepted for verdict in verdicts)


def test_moments() -> None:
    assert moment("2026-11-22T15:00:00+07:00") == moment("2026-11-22T08:00:00") == moment(AT)
    assert moment("").tzinfo
    with pytest.raises(ValueError, match="yesterday"):
        moment("yesterday")
