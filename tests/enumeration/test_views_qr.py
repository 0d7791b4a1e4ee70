"""The receipt's QR code, which is put together from parts, is the one that segno draws."""

import pytest
import segno

from webapp.enumeration.views import qr


@pytest.mark.parametrize(
    "address", ["http://localhost:8000/receipt/", "https://sensus.example.go.id/receipt/"]
)
@pytest.mark.parametrize("number", ["000000000000", "999999999999", "248163264128", "100000000009"])
def test_the_code_is_the_one_that_segno_draws_for_the_whole_address(address, number):
    drawn = segno.make_qr(address + number, error="m", mask=2).svg_inline(
        scale=4, border=2, svgclass="qr", omitsize=True, light="#fff", dark="#000", lineclass=None
    )
    assert qr.svg(address, number) == drawn
