"""``python -m benchmarks.load``."""

from . import main

raise SystemExit(main())
