"""What tests of certificates share."""

import pytest

from tests.vaccination.certificates.story import Story
from vaccination.certificates.load import load_product_codes


@pytest.fixture
def story(policy: None) -> Story:
    load_product_codes()
    return Story()
