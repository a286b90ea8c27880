"""Cache of functions that may refuse: a refusal is remembered like a result."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps

from platefront.geometry.errors import SectionError


def remembered[*Arguments, Result](
    size: int, *, forgets: tuple[type[SectionError], ...] = ()
) -> Callable[[Callable[[*Arguments], Result]], Callable[[*Arguments], Result]]:
    """Return a decorator that keeps the last results and `SectionError`s of a function.

    `functools.lru_cache` forgets errors, so that a file which is refused after a long time would
    be read again by every check of a case.

    Args:
        size: number of results kept; arguments are hashable.
        forgets: errors of what the arguments do not tell, which may be different the next time.
    """

    def decorate(function: Callable[[*Arguments], Result]) -> Callable[[*Arguments], Result]:
        @lru_cache(maxsize=size)
        def outcome(*given: Hashable) -> Result | SectionError:
            try:
                return function(*given)  # type: ignore[arg-type]
            except forgets:
                raise
            except SectionError as error:
                return error

        @wraps(function)
        def wrapped(*given: *Arguments) -> Result:
            found = outcome(*given)
            if isinstance(found, SectionError):
                raise found.with_traceback(None)
            return found

        return wrapped

    return decorate
