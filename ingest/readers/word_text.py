"""The text of a Word paragraph as it is printed: fields by their results, changes as accepted, ruby by its base."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.readers.word_notes import Notes, raise_digits
from ingest.readers.word_pages import PageCounter
from ingest.readers.word_styles import Style, Styles, size_of
from ingest.readers.word_xml import Element, attribute, child, child_value, is_on, one_line, qn, tags

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = tags(
    "w:pPr",
    "w:rPr",
    "w:sdtPr",
    "w:rubyPr",
    "w:rt",
    "w:del",
    "w:moveFrom",
    "w:delText",
    "w:delInstrText",
    "m:oMathParaPr",
    "m:ctrlPr",
)
_DEEPEST_FIELD = 50
"""Fields inside one another; more are fields that were never closed."""
_TEXT_BOX = qn("w:txbxContent")
_DINGBATS = {"6C": "●", "6E": "■", "6F": "□", "71": "❑", "75": "◆", "76": "❖", "9F": "•", "A1": "○", "A7": "▪",
             "A8": "□", "D8": "➢", "E0": "→", "E8": "➔", "FB": "✗", "FC": "✓", "FD": "☒", "FE": "☑"}  # fmt: skip
"""The last two digits of a Wingdings character, and the character that looks like it."""


@dataclass(slots=True)
class ParagraphText:
    """The lines of a paragraph with their pages (tabs kept), the text boxes tied to it, whether it
    belongs to a generated contents list, and the size of the first print, in half points, if all of it is bold."""

    lines: list[tuple[str, int | None]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    in_contents: bool = False
    bold_size: int | None = None


@dataclass(slots=True)
class _Field:
    """A field being read: its instruction, and whether its result has begun."""

    instruction: str = ""
    has_result: bool = False

    @property
    def is_contents(self) -> bool:
        return self.instruction.strip().upper().startswith("TOC")


class TextReader:
    """Reads paragraphs one after the other; fields may run over several."""

    def __init__(self, styles: Styles, notes: Notes, pages: PageCounter) -> None:
        """``pages`` and ``notes`` are moved on by what is read."""
        self.pictures = 0
        self._styles = styles
        self._notes = notes
        self._pages = pages
        self._fields: list[_Field] = []
        self._text = ParagraphText()
        self._line: list[str] = []
        self._line_page: int | None = None
        self._silent = self._raised = self._bold = self._has_plain = False
        self._style = styles.paragraph_style(None)
        self._size = self._style.size
        self._readers: Mapping[str, Callable[[Element], None]] = {
            qn("w:r"): self._read_run,
            qn("w:t"): lambda element: self._print(one_line(element.text or "")),
            qn("m:t"): lambda element: self._print(one_line(element.text or "")),
            qn("w:tab"): lambda _: self._print("\t"),
            qn("w:ptab"): lambda _: self._print("\t"),
            qn("w:noBreakHyphen"): lambda _: self._print("-"),
            qn("w:sym"): lambda element: self._print(_symbol(element)),
            qn("w:br"): self._read_break,
            qn("w:cr"): self._read_break,
            qn("w:lastRenderedPageBreak"): lambda _: self._pages.pass_rendered_break(),
            qn("w:fldChar"): self._read_field_mark,
            qn("w:fldSimple"): self._read_simple_field,
            qn("w:instrText"): self._read_instruction,
            qn("w:footnoteReference"): self._read_reference,
            qn("w:endnoteReference"): self._read_reference,
            qn("w:drawing"): self._read_picture,
            qn("w:pict"): self._read_picture,
            qn("w:object"): self._read_picture,
            f"{_COMPATIBILITY}AlternateContent": self._read_alternatives,
        }

    def read(self, paragraph: Element, style: Style) -> ParagraphText:
        """The text of a ``w:p``; no lines if nothing at all is in it."""
        self._text = ParagraphText(in_contents=self._is_in_contents())
        self._style, self._size, self._has_plain = style, style.size, False
        self._read_children(paragraph)
        self._end_line()
        # An instruction ends with its paragraph: a field that is never closed must not swallow the rest.
        for entry in self._fields:
            entry.has_result = True
        if len(self._text.lines) == 1 and not self._text.lines[0][0]:
            self._text.lines = []
        return self._text

    def leave_contents(self) -> None:
        """The contents list has ended, whether or not its field was closed."""
        self._fields = [entry for entry in self._fields if not entry.is_contents]

    def _is_in_contents(self) -> bool:
        return any(entry.is_contents for entry in self._fields)

    def _read_children(self, parent: Element) -> None:
        for element in parent:
            read = self._readers.get(element.tag)
            if read is not None:
                read(element)
            elif element.tag not in _LEFT_OUT:
                self._read_children(element)

    def _read_run(self, run: Element) -> None:
        properties = child(run, "w:rPr")
        hidden = child(properties, "w:vanish")
        style = child_value(properties, "w:rStyle")
        by_style = self._style.is_hidden or bool(style and self._styles.style(style).is_hidden)
        outer = self._silent, self._raised, self._bold, self._size
        self._silent = outer[0] or (by_style if hidden is None else is_on(hidden))
        self._raised = child_value(properties, "w:vertAlign") == "superscript"
        bold = child(properties, "w:b")
        self._size = size_of(properties) or self._style.size
        bold_by_style = self._style.is_bold or bool(style and self._styles.style(style).is_bold)
        self._bold = bold_by_style if bold is None else is_on(bold)
        self._read_children(run)
        self._silent, self._raised, self._bold, self._size = outer

    def _print(self, text: str) -> None:
        if self._silent or not text or any(not entry.has_result for entry in self._fields):
            return
        self._pages.pass_text()
        if not text.isspace():
            self._has_plain = self._has_plain or not self._bold
            self._text.bold_size = None if self._has_plain else self._text.bold_size or self._size
        if not self._line:
            self._line_page = self._pages.page
        self._line.append(raise_digits(text) if self._raised and text.isdecimal() and text.isascii() else text)

    def _end_line(self) -> None:
        page = self._line_page if self._line else self._pages.page
        self._text.lines.append(("".join(self._line), page))
        self._line = []

    def _read_break(self, element: Element) -> None:
        if self._silent:
            return
        self._end_line()
        if attribute(element, "w:type") == "page":
            self._pages.turn()

    def _read_field_mark(self, mark: Element) -> None:
        kind = attribute(mark, "w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            del self._fields[:-_DEEPEST_FIELD]
        elif self._fields and kind == "separate":
            self._fields[-1].has_result = True
            self._text.in_contents |= self._fields[-1].is_contents
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            if not ended.has_result:
                self._print(_overlaid(ended.instruction))

    def _read_instruction(self, element: Element) -> None:
        if self._fields and not self._fields[-1].has_result:
            self._fields[-1].instruction += element.text or ""

    def _read_simple_field(self, element: Element) -> None:
        self._fields.append(_Field(attribute(element, "w:instr"), has_result=True))
        self._text.in_contents |= self._fields[-1].is_contents
        depth = len(self._fields)
        self._read_children(element)
        del self._fields[depth - 1 :]

    def _read_reference(self, reference: Element) -> None:
        if self._silent:
            return
        marker = self._notes.refer(reference, self._pages.page)
        # Two markers side by side would read as one number.
        follows = bool(marker and self._line and self._line[-1] and self._line[-1][-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹")
        self._print(f",{marker}" if follows else marker)

    def _read_picture(self, element: Element) -> None:
        if self._silent:
            return
        boxes = list(_text_boxes(element))
        self.pictures += 0 if boxes else 1
        self._text.boxes += boxes
        self._pages.pass_text()

    def _read_alternatives(self, element: Element) -> None:
        """The same thing for newer and for older programs: only one is read."""
        chosen = next(element.iterchildren(f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback"), None)
        if chosen is not None:
            self._read_children(chosen)


def _text_boxes(parent: Element) -> Iterator[Element]:
    for element in parent:
        if element.tag == _TEXT_BOX:
            yield element
        elif element.tag != f"{_COMPATIBILITY}Fallback":
            yield from _text_boxes(element)


def _symbol(element: Element) -> str:
    code, font = attribute(element, "w:char").upper(), attribute(element, "w:font").lower()
    if font.startswith("wingdings"):
        return _DINGBATS.get(code[-2:], "") if font == "wingdings" else ""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    # What only a symbol font can show means nothing without it.
    return one_line(character) if character.isprintable() else ""


def _overlaid(instruction: str) -> str:
    """What a field that prints characters over one another shows: the last of them, the others frame it."""
    stripped = instruction.strip()
    if not stripped.upper().startswith("EQ") or "\\o" not in stripped.lower():
        return ""
    return one_line(stripped.rpartition(",")[2].strip(" )"))
