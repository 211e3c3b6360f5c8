"""The ways in which a page is looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    theme: str
    width: int

    def __str__(self):
        return f"{self.theme}-{self.width}"

    def apply(self, page):
        page.emulate_media(color_scheme=self.theme)
        page.set_viewport_size({"width": self.width, "height": 844})


LOOKS = [Look(theme, width) for theme in ("light", "dark") for width in (1280, 390)]
