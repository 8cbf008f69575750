"""Letters: template + data → an official document as PDF/A and as editable DOCX.

Serves the workflow that issues documents and the officer who downloads a draft. It refuses what does
not fit the document's fields, draws no seal, reads no clock and knows no database.
"""

from hengjian.letters.fonts import FontsMissingError, fonts
from hengjian.letters.letter import Annex, Envelope, Form, Letter
from hengjian.letters.pdf import MadePdf, SealPlace, make_pdf
from hengjian.letters.setting import MissingGlyphError
from hengjian.letters.values import Fault, LetterError

__all__ = [
    "Annex",
    "Envelope",
    "Fault",
    "FontsMissingError",
    "Form",
    "Letter",
    "LetterError",
    "MadePdf",
    "MissingGlyphError",
    "SealPlace",
    "fonts",
    "make_pdf",
]
