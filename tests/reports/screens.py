"""Pictures of pages compared with kept ones by tolerance: fonts differ a little from machine to machine, layout does not.

The kept ones are small and grey, in tests/reports/screens. `make golden` does not write them; ZWGK_GOLDEN=write does.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

FOLDER = Path(__file__).parent / "screens"
WIDTH = 240
TALLER = 0.04
"""How much higher or lower a page may be."""
TOLERANCE = 10.0
"""Mean difference of grey, of 255, in the worst of the page's strips."""
_STRIP = 60


def compare(png: bytes, name: str) -> str:
    """What differs between a page's picture and the kept one in words; empty when it is the same page."""
    shown = _small(Image.open(io.BytesIO(png)))
    file = FOLDER / f"{name}.png"
    if os.environ.get("ZWGK_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        shown.quantize(16).save(file, optimize=True)
    return difference(shown, Image.open(file).convert("L"))


def difference(shown: Image.Image, kept: Image.Image) -> str:
    """The same of two small pictures."""
    if abs(shown.height - kept.height) > TALLER * kept.height:
        return f"{shown.height} high, kept {kept.height}"
    size = (WIDTH, kept.height)
    both = [one.convert("L").resize(size).filter(ImageFilter.BoxBlur(3)) for one in (shown, kept)]
    apart = ImageChops.difference(*both)
    for top in range(0, kept.height, _STRIP):
        mean = ImageStat.Stat(apart.crop((0, top, WIDTH, min(kept.height, top + _STRIP)))).mean[0]
        if mean > TOLERANCE:
            return f"differs by {mean:.1f} at {top} of {kept.height}"
    return ""


def _small(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    return grey.resize((WIDTH, round(grey.height * WIDTH / grey.width)), Image.Resampling.BOX)
