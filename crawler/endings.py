"""What ends a crawl before its sites are finished."""


class CrawlError(Exception):
    """The crawl could not be run, or not to its end; `zwgk` shows the message. Faults of sites never raise it."""


class CrawlCancelled(Exception):  # noqa: N818 - an order, not an error
    """To be raised by the caller (from a callback or a signal handler) to end a running crawl."""


class CrawlEnding(KeyboardInterrupt):
    """To be raised by a signal handler to end a crawl in order: nothing more is asked, what was asked is answered."""
