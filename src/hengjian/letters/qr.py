"""A QR code as a drawing for the PDF and as a picture for the DOCX.

Serves the reader who checks a paper on the public page. It encodes the address it is given and adds
nothing.
"""

import struct
import zlib
from typing import Any


def matrix(words: str) -> list[list[bool]]:
    """The modules of the code, with the quiet zone around them."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code: Any = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(words)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def svg(words: str) -> str:
    """One path on white; as sharp on paper as the printer is."""
    modules = matrix(words)
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(modules) for x, dark in enumerate(row) if dark
    )
    side = len(modules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>'
    )


def png(words: str, *, scale: int = 6) -> bytes:
    """A black and white picture, `scale` dots to a module."""
    modules = matrix(words)
    side = len(modules) * scale
    lines = bytearray()
    for row in modules:
        bits = "".join("01"[not dark] * scale for dark in row)
        bits += "0" * (-len(bits) % 8)
        lines += (b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")) * scale
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(lines), 9)),
        (b"IEND", b""),
    )
    made = b"\x89PNG\r\n\x1a\n"
    for name, data in parts:
        made += struct.pack(">I", len(data)) + name + data
        made += struct.pack(">I", zlib.crc32(name + data))
    return made
