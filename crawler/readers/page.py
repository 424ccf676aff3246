"""Everything that one look at a fetched page tells, apart from the rows it lists."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.evidence import Page
from crawler.readers.addresses import is_home, names_column, page_key, same_page
from crawler.readers.crumbs import crumb_box
from crawler.readers.document import Document, parse_document
from crawler.readers.endpoints import trail_of
from crawler.readers.identity import Identity, identity_of
from crawler.readers.links import LinkFact, links_of, read_frames
from crawler.readers.outline import Outline
from crawler.readers.redirects import read_redirect
from crawler.readers.symptoms import is_challenge, is_soft_404

__all__ = ["PageFacts", "is_home", "page_key", "read_page", "same_page"]


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """A page as it was read."""

    page: Page
    document: Document
    links: tuple[LinkFact, ...]
    identity: Identity
    redirect: str | None
    """Where the page itself sends its visitors; redirects by status are followed before."""
    frames: tuple[str, ...]
    """Addresses of the pages shown inside it."""
    challenge: bool
    """It is a challenge or throttling page, whatever its status."""
    soft_404: bool
    """Status 200, and all it says is that there is no such page."""
    empty_body: bool
    """Nothing to see and nothing that could draw something: no text, link, picture, frame or script."""

    @property
    def url(self) -> str:
        """The address a person opens: after redirects, with the fragment that was asked for where it names a column."""
        return _address(self.page)


def read_page(page: Page) -> PageFacts:
    """Read a fetched page; a failure or an empty body gives facts without content."""
    document = parse_document(page.body, page.url, page.content_type)
    outline = Outline(document)
    crumb = crumb_box(outline)
    links = links_of(outline, crumb)
    identity = identity_of(outline, crumb, links)
    if (address := _address(page)) != page.url and not identity.crumbs and (names := trail_of(document, address)):
        identity = replace(identity, crumbs=tuple((name, None) for name in names))
    frames = read_frames(document)
    facts = PageFacts(
        page=page,
        document=document,
        links=links,
        identity=identity,
        redirect=read_redirect(document, outline),
        frames=frames,
        challenge=is_challenge(document, outline),
        soft_404=page.status == 200 and is_soft_404(outline, identity, links),
        empty_body=not links and not frames and _blank(outline),
    )
    outline.close()
    return facts


def _address(page: Page) -> str:
    fragment = page.requested.partition("#")[2]
    return f"{page.url}#{fragment}" if names_column(fragment) else page.url


def _blank(outline: Outline) -> bool:
    if any(piece.strip() for piece in outline.pieces):
        return False
    return not any(box.tag in ("script", "img", "object", "embed", "video", "canvas", "svg") for box in outline.boxes)
