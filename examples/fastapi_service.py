"""Serve the public calendar of an office with FastAPI, as JSON and as a feed: `python fastapi_service.py ciudad.db`.

Or, with as many workers as you like: `MAYOR_SCHEDULE_DB=ciudad.db uvicorn fastapi_service:app --workers 2`. It answers
`/calendar?from=2024-03-01&to=2024-03-31&lang=en&known_on=2024-03-05&principal=vice` and `/calendar.ics?principal=vice`.
"""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

from mayor_schedule import Audience, InvalidValueError, Office, StoreError
from mayor_schedule.exports.ics.options import FeedOptions
from mayor_schedule.exports.ics.publisher import Publisher


class Desk:
    """An open office, and its feeds: FastAPI answers in several threads, and a `Publisher` is for one at a time."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._publisher, self._lock = Publisher(office), Lock()

    def calendar(
        self, first: str | None, last: str | None, lang: str | None, known_on: str | None, principal: str | None
    ) -> bytes:
        """What `mayor-schedule calendar --audience public --format json` prints."""
        view = self.office.calendar(known_on=known_on, principal=principal, audience="public")
        entries = view.between(first or date.min, last or date.max) if first or last else view.entries()
        languages = self._languages(lang)
        records = [each.to_record(Audience.PUBLIC, *languages) for each in entries]
        return json.dumps(records, ensure_ascii=False).encode()

    def feed(self, lang: str | None, principal: str | None) -> bytes:
        """What `mayor-schedule export ics` writes."""
        language = self._languages(lang)[0]
        with self._lock:
            return self._publisher.feed(language=language, options=FeedOptions(principal=principal))

    def _languages(self, lang: str | None) -> tuple[str, ...]:
        """The languages of the office, the one that is asked for first: a feed in any other would be the same again."""
        there = self.office.profile().languages
        if lang is not None and lang not in there:
            raise HTTPException(400, f"there is no calendar in {lang!r}; ask for {' or '.join(there)}")
        return there if lang is None else (lang, *there)


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def answer(request: Request, data: bytes, media_type: str) -> Response:
    """The data; or 304, without it, to whoever has these very bytes already (RFC 9110, section 13.1.2)."""
    etag = f'"{sha256(data).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=300"}  # what is hidden may be seen for as long
    kept = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    if etag in kept or "*" in kept:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=media_type, headers=headers)


async def refused(_: Request, error: Exception) -> Response:
    """What the library says of a day that is none, or of a principal that the office has not."""
    return JSONResponse({"detail": str(error)}, status_code=400)


ANSWERS: dict[int | str, dict[str, Any]] = {
    304: {"description": "It is what you have already"},
    400: {"description": "There is no such day, language or principal"},
}
"""What else is answered, for the description of the service."""

FEED: dict[int | str, dict[str, Any]] = {200: {"content": {"text/calendar": {}}}, **ANSWERS}

Asked = Annotated[str | None, Query()]
Opened = Annotated[Desk, Depends(desk_of)]


def store_of(db: str | None = None) -> str:
    """The store that is served: the file or URL that is given, else that of $MAYOR_SCHEDULE_DB, else the usual file."""
    return db or os.environ.get("MAYOR_SCHEDULE_DB", "mayor-schedule.db")


def service(db: str | None = None) -> FastAPI:
    """The service of a store, which is opened when the service starts."""

    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        with Office.open(store_of(db), create=False, read_only=True) as office:
            app.state.desk = Desk(office)
            yield

    app = FastAPI(title="Calendar of the office", lifespan=opened)
    app.add_exception_handler(InvalidValueError, refused)

    @app.head("/calendar", include_in_schema=False)
    @app.get("/calendar", responses=ANSWERS)
    def calendar(
        request: Request,
        desk: Opened,
        *,
        first: Annotated[str | None, Query(alias="from")] = None,
        last: Annotated[str | None, Query(alias="to")] = None,
        lang: Asked = None,
        known_on: Asked = None,
        principal: Asked = None,
    ) -> Response:
        return answer(request, desk.calendar(first, last, lang, known_on, principal), "application/json")

    @app.head("/calendar.ics", include_in_schema=False)
    @app.get("/calendar.ics", response_class=Response, responses=FEED)
    def feed(request: Request, desk: Opened, lang: Asked = None, principal: Asked = None) -> Response:
        return answer(request, desk.feed(lang, principal), "text/calendar; charset=utf-8")

    return app


app = service()

if __name__ == "__main__":
    try:
        Office.open(store_of(*sys.argv[1:2]), create=False, read_only=True).close()
    except StoreError as error:
        sys.exit(str(error))
    uvicorn.run(service(*sys.argv[1:2]), host="0.0.0.0", port=8000)  # noqa: S104 - for the phones in the same network
