"""What of a page is its content, and what the site puts around it: menus, breadcrumbs, footers, links elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ingest.japanese import fold
from ingest.readers.html_lines import is_shown, read_table

MAIN_SHARE = 0.8
"""Share of a page's running text that a container with the name of a main part must hold."""
LARGEST_PART = 0.5
"""Share of the running text; what holds more is no part of the site, whatever its name."""
LINKED = 0.8
"""Share of linked text from which on a block is a list of links."""
MENU_LINKED = 0.7
"""The same for the column beside the text in a page that is laid out by a table."""
LEAST_LINKS = 3
_TABLE = read_table()
_MAIN_NAMES = frozenset(_TABLE["main"]["names"])
_SITE_ROLES, _SITE_NAMES, _SITE_WORDS, _UNSURE_NAMES, _UNSURE_WORDS, _SITE_ELEMENTS = (
    frozenset(_TABLE["site"][key]) for key in ("roles", "names", "words", "unsure_names", "unsure_words", "elements")
)
_PHRASE, _RELATED, _INQUIRIES = (
    re.compile(rf"[↑▲△^＾■●◆・>＞≫»【\[]*(?:{'|'.join(phrases)})[】\]]*", re.IGNORECASE)
    for phrases in (
        [*_TABLE["site"]["phrases"], *_TABLE["site"]["lines"], *_TABLE["site"]["breadcrumbs"]],
        _TABLE["site"]["related"],
        _TABLE["site"]["inquiries"],
    )
)
_LONGEST_PHRASE = 160
"""Characters, white space left out."""
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "dt", "div", "strong"})
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_LISTS = frozenset({"ul", "ol", "dl", "table", "div", "p"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True)
class Size:
    """Visible characters of an element without white space, those in links elsewhere, how many such links, the text
    itself as long as it is short, and whether a sentence ends in it."""

    text: int = 0
    linked: int = 0
    links: int = 0
    words: str = ""
    has_sentence: bool = False

    def add(self, other: Size) -> None:
        """Count the content of a child."""
        self.text += other.text
        self.linked += other.linked
        self.links += other.links
        self.has_sentence = self.has_sentence or other.has_sentence
        self.words = self.words + other.words if self.text <= _LONGEST_PHRASE else ""

    @property
    def running(self) -> int:
        """Characters that are no link."""
        return self.text - self.linked


@dataclass(slots=True)
class Survey:
    """The sizes of a page's elements by ``id()``, and which of them may be its main part."""

    sizes: dict[int, Size] = field(default_factory=dict)
    mains: list[Tag] = field(default_factory=list)
    articles: list[Tag] = field(default_factory=list)
    named: list[Tag] = field(default_factory=list)

    def size(self, tag: Tag) -> Size:
        """The size of an element; nothing for one that is not shown."""
        return self.sizes.get(id(tag), Size())


def find_content(soup: BeautifulSoup) -> tuple[Tag, set[int]]:
    """The element that holds a page's content, the whole page if none stands out, and the ``id()`` of those
    elements in it that belong to the site."""
    survey = _survey(soup)
    main = _find_main(soup, survey)
    return main, _find_site_parts(main, survey, is_marked=main.name in {"main", "article"})


def _survey(soup: BeautifulSoup) -> Survey:
    survey = Survey()
    stack: list[tuple[Tag, bool, bool]] = [(soup, True, False)]
    while stack:
        tag, opens, in_article = stack.pop()
        if opens:
            if tag is not soup and not is_shown(tag):
                continue
            survey.sizes[id(tag)] = Size()
            is_main = tag.name == "main" or tag.get("role") == "main"
            if is_main:
                survey.mains.append(tag)
            elif tag.name == "article" and not in_article:
                survey.articles.append(tag)
            elif tag.name in {"div", "td", "section"} and _names(tag) & _MAIN_NAMES:
                survey.named.append(tag)
            stack.append((tag, False, in_article))
            inside = in_article or tag.name == "article"
            stack.extend((child, True, inside) for child in tag.contents if isinstance(child, Tag))
            continue
        size = Size()
        for child in tag.contents:
            if isinstance(child, Tag):
                size.add(survey.size(child))
            elif type(child) is NavigableString:
                words = "".join(child.split())
                short = words if len(words) <= _LONGEST_PHRASE else ""
                size.add(Size(len(words), words=short, has_sentence="。" in words))
        if tag.name == "a" and tag.has_attr("href") and not str(tag["href"]).startswith("#"):
            size.linked, size.links = size.text, 1
        survey.sizes[id(tag)] = size
    return survey


def _find_main(soup: BeautifulSoup, survey: Survey) -> Tag:
    mains = [tag for tag in survey.mains if survey.size(tag).text]
    if mains:
        return max(mains, key=lambda tag: survey.size(tag).text)
    site = _find_site_parts(soup, survey, is_marked=False)
    running = survey.size(soup).running - _running_in(soup, survey, site)
    articles = survey.articles if len(survey.articles) == 1 else []
    large = [tag for tag in articles + survey.named if survey.size(tag).running >= max(1.0, MAIN_SHARE * running)]
    return min(large, key=lambda tag: survey.size(tag).text, default=soup)


def _running_in(root: Tag, survey: Survey, parts: set[int]) -> int:
    return sum(survey.size(tag).running for tag in _walk(root) if id(tag) in parts)


def _walk(root: Tag) -> Iterator[Tag]:
    """The elements under ``root`` in the order of the page."""
    return (node for node in root.descendants if isinstance(node, Tag))


def _find_site_parts(root: Tag, survey: Survey, is_marked: bool) -> set[int]:
    """The outermost elements under ``root`` that belong to the site. ``is_marked``: the page itself says that
    ``root`` is its content, so a list of links there is meant to be read."""
    kept = _holders_of_only_heading(root)
    whole = max(1, survey.size(root).running)
    parts: set[int] = set()
    stack = [(child, is_marked) for child in reversed(root.contents) if isinstance(child, Tag)]
    while stack:
        tag, in_article = stack.pop()
        if id(tag) in parts or id(tag) not in survey.sizes:
            continue
        size = survey.size(tag)
        if id(tag) not in kept and (
            _is_marked_as_site(tag, size, in_article)
            or (size.running <= LARGEST_PART * whole and _looks_like_site(tag, size, in_article))
            or _is_menu_column(tag, size, survey, whole)
        ):
            parts.add(id(tag))
            continue
        if tag.name in _TITLES and (titled := _titled_site_part(tag, size, survey)):
            parts.update(map(id, titled))
            continue
        inside = in_article or tag.name in {"article", "main"}
        stack.extend((child, inside) for child in reversed(tag.contents) if isinstance(child, Tag))
    return parts


def _holders_of_only_heading(root: Tag) -> set[int]:
    """The elements around the page's only heading of the first level, which is its title."""
    headings = root.find_all("h1", limit=2)
    if len(headings) != 1:
        return set()
    parents = list(headings[0].parents)
    page = parents[-1].find("title")
    if isinstance(page, Tag) and any(parent.name == "header" for parent in parents):
        # In the site's header it may be the site's name; the page's title starts with the page's own.
        named = fold(headings[0].get_text())
        return set(map(id, parents)) if named and fold(page.get_text()).startswith(named) else set()
    return set(map(id, parents))


def _is_marked_as_site(tag: Tag, size: Size, in_article: bool) -> bool:
    if tag.name == "nav" or str(tag.get("role", "")).lower() in _SITE_ROLES:
        return True
    if tag.name == "header":
        return not in_article
    if tag.name == "aside":  # in an article it may be a column that belongs to the text
        return not (in_article and size.has_sentence and size.linked <= size.running)
    return tag.name == "footer"


def _looks_like_site(tag: Tag, size: Size, in_article: bool) -> bool:
    if tag.name not in _SITE_ELEMENTS:
        return False
    names = _names(tag)
    words = {word for name in names for word in name.split("-")}
    if names & _SITE_NAMES or words & _SITE_WORDS or _PHRASE.fullmatch(size.words):
        return True
    if (names & _UNSURE_NAMES or words & _UNSURE_WORDS) and _leads_elsewhere(tag, size):
        return True
    return tag.name in _LISTS and not in_article and size.links >= LEAST_LINKS and size.linked >= LINKED * size.text


def _titled_site_part(title: Tag, size: Size, survey: Survey) -> list[Tag]:
    """The title of a list of links or of the page's contact, with what belongs to it; empty if it titles neither."""
    if _RELATED.fullmatch(size.words):
        links = _link_lists_after(title, survey)
        return [title, *links] if links else []
    if not _INQUIRIES.fullmatch(size.words):
        return []
    siblings = [sibling for sibling in title.next_siblings if isinstance(sibling, Tag)]
    end = next(
        (place for place, sibling in enumerate(siblings) if sibling.find(_HEADINGS) or sibling.name in _HEADINGS),
        len(siblings),
    )
    return [title, *siblings[:end]]


def _is_menu_column(tag: Tag, size: Size, survey: Survey, whole: int) -> bool:
    """Whether a cell is the column of links beside a page's text, in a table that lays out the page."""
    if tag.name != "td" or size.has_sentence or size.links < LEAST_LINKS or size.linked < MENU_LINKED * size.text:
        return False
    beside = [cell for cell in (*tag.find_previous_siblings("td"), *tag.find_next_siblings("td"))]
    return any(survey.size(cell).running > LARGEST_PART * whole for cell in beside)


def _leads_elsewhere(tag: Tag, size: Size) -> bool:
    """Whether a part says nothing itself: a paragraph that is all links, a larger part without a sentence."""
    if tag.name in {"p", "span", "li"}:
        return size.links > 0 and size.linked >= LINKED * size.text
    return not size.has_sentence or size.linked > size.running


def _link_lists_after(title: Tag, survey: Survey) -> list[Tag]:
    """The elements right after a title that are made of links."""
    found: list[Tag] = []
    for sibling in title.next_siblings:
        if not isinstance(sibling, Tag):
            continue
        size = survey.size(sibling)
        if not size.text or size.linked < LINKED * size.text:
            break
        found.append(sibling)
    return found


def _names(tag: Tag) -> set[str]:
    """The id and the classes of an element, each in small letters with its words joined by dashes."""
    written = [str(tag.get("id", "")), *map(str, tag.get_attribute_list("class"))]
    return {_CAMEL.sub("-", name).replace("_", "-").strip("-").lower() for name in written if name}
