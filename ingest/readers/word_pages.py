"""Counting the pages of a Word file, which stores no pages but where they once began."""

from __future__ import annotations

from ingest.readers.word_xml import Element, attribute, child, child_value, qn


class PageCounter:
    """The page that the reading has come to; ``page`` is None for a file that marks no page."""

    def __init__(self, body: Element | None = None) -> None:
        """Look for page marks in a document's body; None stands for a text without pages."""
        self.page: int | None = None
        self.is_exact = False
        self._at_start = True
        self._section_pages: list[bool] = []
        if body is None:
            return
        self.is_exact = next(body.iter(qn("w:lastRenderedPageBreak")), None) is not None
        if self.is_exact or any(attribute(e, "w:type") == "page" for e in body.iter(qn("w:br"))):
            self.page = 1
        # How a section starts is stated in the section after the break.
        kinds = [child_value(e, "w:type") for e in body.iter(qn("w:sectPr"))]
        self._section_pages = [kind not in {"continuous", "nextColumn"} for kind in kinds[1:]][::-1]

    def pass_text(self) -> None:
        """Something is printed on the page."""
        self._at_start = False

    def turn(self) -> None:
        """A page break that the author put in."""
        if self.page is not None:
            self.page += 1
        self._at_start = True

    def start_paragraph_on_new_page(self) -> None:
        """A paragraph that always starts a page; one that stands there already turns none."""
        if not self._at_start:
            self.turn()

    def pass_rendered_break(self) -> None:
        """A page began here when the file was last laid out; after an author's break it is the same page."""
        if self.page is not None and not self._at_start:
            self.page += 1
        self._at_start = False

    def end_section(self, properties: Element | None) -> None:
        """The end of the paragraph with these ``w:pPr``, which may be the last of its section."""
        if child(properties, "w:sectPr") is not None and self._section_pages and self._section_pages.pop():
            self.turn()
