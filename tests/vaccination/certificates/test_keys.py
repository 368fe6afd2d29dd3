"""The private key: read from a file of its owner only, or from the environment; never kept in a table."""

import io
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from hssk.audit.models import AuditEntry
from tests.vaccination.certificates.story import Story
from vaccination.certificates.check import check
from vaccination.certificates.keys import KeyUnusable, Pair, configured_pair, new_pair, write_private
from vaccination.certificates.models import SigningKey
from vaccination.certificates.signers import current_signer, our_trust
from vaccination.certificates.verify import kid_of


@pytest.fixture
def key_file(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Where the settings look for the key; nothing is there yet."""
    path = tmp_path / "key.pem"
    settings.CERTIFICATE_KEY, settings.CERTIFICATE_KEY_FILE = "", str(path)
    settings.CERTIFICATE_KEY_MADE_WHEN_MISSING = False
    return path


def pem(private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, password: bytes = b"") -> bytes:
    sealed = BestAvailableEncryption(password) if password else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)


def keep(path: Path, content: bytes, mode: int = 0o600) -> None:
    path.write_bytes(content)
    path.chmod(mode)


def test_a_file_with_key_and_certificate_is_used_as_it_is(key_file: Path) -> None:
    pair = new_pair(timezone.now())
    keep(key_file, pair.pem())
    found = configured_pair()
    assert found.private.private_numbers() == pair.private.private_numbers()
    assert found.certificate == pair.certificate


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_file_that_others_may_touch_is_refused(key_file: Path, mode: int) -> None:
    keep(key_file, new_pair(timezone.now()).pem(), mode)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        configured_pair()


def test_a_missing_file_is_made_only_where_that_is_wanted(key_file: Path, settings: Settings) -> None:
    with pytest.raises(KeyUnusable, match="No such file"):
        configured_pair()
    settings.CERTIFICATE_KEY_MADE_WHEN_MISSING = True
    made = configured_pair()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert configured_pair().certificate == made.certificate
    assert [path.name for path in key_file.parent.iterdir()] == ["key.pem"]


def test_the_first_process_to_make_the_file_wins(key_file: Path) -> None:
    write_private(key_file, b"first", replace=False)
    with pytest.raises(FileExistsError):
        write_private(key_file, b"second", replace=False)
    assert key_file.read_bytes() == b"first"


@pytest.mark.parametrize("kind", ["nonsense", "rsa", "another curve", "locked", "certificate of another key"])
def test_what_is_no_usable_key_is_refused_in_words(key_file: Path, kind: str) -> None:
    p256 = ec.generate_private_key(ec.SECP256R1())
    content = {
        "nonsense": b"nonsense",
        "rsa": pem(rsa.generate_private_key(65537, 2048)),
        "another curve": pem(ec.generate_private_key(ec.SECP384R1())),
        "locked": pem(p256, b"secret"),
        "certificate of another key": Pair(p256, new_pair(timezone.now()).certificate).pem(),
    }[kind]
    keep(key_file, content)
    with pytest.raises(KeyUnusable):
        configured_pair()


def test_a_key_in_the_environment_may_have_its_lines_in_one(settings: Settings) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    settings.CERTIFICATE_KEY = pem(private).decode().replace("\n", "\\n")
    assert configured_pair().private.private_numbers() == private.private_numbers()


def test_the_signers_certificate_is_for_vaccinations_and_named_by_its_hash(db: None) -> None:
    signer = current_signer(timezone.now())
    certificate = signer.row.x509
    usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert [usage.dotted_string for usage in usages] == ["1.3.6.1.4.1.1847.2021.1.2"]
    assert signer.kid == kid_of(certificate)
    assert our_trust() == {signer.kid: certificate}
    assert current_signer(timezone.now()).row == signer.row
    assert AuditEntry.objects.filter(verb="certificate_key.published").count() == 1


def test_a_signer_out_of_date_does_not_sign(db: None) -> None:
    late = current_signer(timezone.now()).row.valid_to + timedelta(seconds=1)
    with pytest.raises(KeyUnusable, match="rotate_certificate_key"):
        current_signer(late)


def rotated(key_file: Path, *options: str) -> None:
    said = io.StringIO()
    call_command("rotate_certificate_key", *options, stdout=said)
    assert str(key_file) in said.getvalue()


@pytest.mark.django_db
def test_after_a_rotation_old_certificates_hold_and_new_ones_are_signed_anew(key_file: Path, story: Story) -> None:
    rotated(key_file)
    old = story.certified()
    rotated(key_file)
    new = story.book().certified[0]
    assert SigningKey.objects.count() == 2
    assert new.certificate == old.certificate
    assert new.certificate.key_id != old.certificate.key_id
    assert new.text != old.text
    for text in (old.text, new.text):
        assert check(text, at=timezone.now()).outcome == "valid"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


@pytest.mark.django_db
def test_nothing_that_a_withdrawn_key_signed_is_accepted(key_file: Path, story: Story) -> None:
    rotated(key_file)
    old = story.certified()
    rotated(key_file, "--withdraw-old")
    assert check(old.text, at=timezone.now()).verdict.step == "kid"
    assert check(story.book().certified[0].text, at=timezone.now()).outcome == "valid"
    assert AuditEntry.objects.filter(verb="certificate_key.withdrawn").count() == 1


@pytest.mark.django_db
def test_a_withdrawn_key_does_not_sign(key_file: Path, story: Story) -> None:
    rotated(key_file)
    stolen = key_file.read_bytes()
    current_signer(timezone.now())
    rotated(key_file, "--withdraw-old")
    keep(key_file, stolen)
    with pytest.raises(KeyUnusable, match="withdrawn"):
        current_signer(timezone.now())


@pytest.mark.django_db
def test_a_file_that_cannot_be_written_publishes_nothing(key_file: Path, settings: Settings) -> None:
    settings.CERTIFICATE_KEY_FILE = str(key_file / "no" / "such" / "folder.pem")
    with pytest.raises(Exception, match=r"folder\.pem"):
        call_command("rotate_certificate_key")
    assert not SigningKey.objects.exists()


@pytest.mark.django_db
def test_no_table_holds_the_private_key(story: Story) -> None:
    story.certified()
    numbers = configured_pair().private.private_numbers().private_value
    secret = numbers.to_bytes(32)
    for model in apps.get_app_config("vaccination").get_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')  # noqa: S608  our own tables
            rows = "".join(row[0] for row in cursor.fetchall())
        assert "PRIVATE" not in rows
        assert secret.hex() not in rows
