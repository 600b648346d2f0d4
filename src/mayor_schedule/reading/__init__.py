"""What can be read of an office: its history, and the views that are folds over it, now or in some past.

`OfficeViews` has them all; `Office` adds the writing, and `PastOffice` none.
"""

from .increment import Increment
from .limits import Limits
from .log import OfficeLog, meant
from .views import OfficeViews, PastOffice

__all__ = ["Increment", "Limits", "OfficeLog", "OfficeViews", "PastOffice", "meant"]
