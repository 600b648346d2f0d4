"""What is kept of the log, so that reading need not replay it: caught up with the log, and read beside it.

The folds are those of `views.stored`, and the tables those of the store; here one is led to the other.
"""

from .generations import Fault
from .views import Fresh, StoredViews

__all__ = ["Fault", "Fresh", "StoredViews"]
