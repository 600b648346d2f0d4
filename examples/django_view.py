"""Serve the public feed of an office with Django: `MAYOR_SCHEDULE_DB=ciudad.db python django_view.py runserver`.

This file is a whole project without a database. For one of your own take `Desk`, `desk`, `feed` and the line of
`urlpatterns`, and name the store in your settings as MAYOR_SCHEDULE_DB.
"""

import os
import sys
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from mayor_schedule import Office
from mayor_schedule.exports.ics.options import FeedOptions
from mayor_schedule.exports.ics.publisher import Publisher

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["localhost", "127.0.0.1"],
        MAYOR_SCHEDULE_DB=os.environ.get("MAYOR_SCHEDULE_DB", "mayor-schedule.db"),
        ROOT_URLCONF=__name__,
        SECRET_KEY=os.environ.get("SECRET_KEY", "nothing is signed with it here"),
    )


class Desk:
    """The feeds of an office, which the first request opens: servers fork after they have read this file.

    Args:
        db: the store, a file or a URL.
    """

    def __init__(self, db: str) -> None:
        self._db, self._lock = db, Lock()
        self._opened: tuple[Office, Publisher] | None = None

    def feed(self, lang: str | None, principal: str | None) -> bytes:
        """What `mayor-schedule export ics` writes; requests wait for one another, for a `Publisher` is not shared."""
        with self._lock:
            if self._opened is None:
                office = Office.open(self._db, create=False, read_only=True)
                self._opened = office, Publisher(office)
            office, publisher = self._opened
            languages = office.profile().languages
            if lang is not None and lang not in languages:
                raise ValueError(f"there is no calendar in {lang!r}; ask for {' or '.join(languages)}")
            return publisher.feed(language=lang or languages[0], options=FeedOptions(principal=principal))


desk = Desk(settings.MAYOR_SCHEDULE_DB)


@require_safe
@conditional_page  # answers 304 to whoever has these very bytes already
@cache_control(public=True, max_age=300)  # what is hidden may be seen for as long
def feed(request: HttpRequest) -> HttpResponse:
    try:
        data = desk.feed(request.GET.get("lang"), request.GET.get("principal"))
    except ValueError as error:  # so is the library's InvalidValueError
        return HttpResponseBadRequest(str(error), content_type="text/plain; charset=utf-8")
    etag = f'"{sha256(data).hexdigest()}"'
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})


urlpatterns = [path("calendar.ics", feed)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
