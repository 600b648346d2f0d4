"""Where the mayor went and who came, by country, in the report of 2018: `python visits_by_country.py [FOLDER]`.

Its cells (`# %%`) run one by one in VS Code and PyCharm, and as a notebook with Jupytext. It needs matplotlib.
"""

# %% Read the report
import sys
from collections import Counter
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from mayor_schedule import Office
from mayor_schedule.imports.loading import import_files

KNOWN_ON, NOT_SAID = "2018-08-31", "not said"
REPORT = Path(__file__).parent / "seoul-2018" / "report.yaml"

with Office.in_memory() as office:
    import_files(office, [REPORT])
    entries = office.calendar(known_on=KNOWN_ON).entries()
    rows = office.calendar(known_on=KNOWN_ON).to_records("en")  # the same as plain values, for the last cell

# %% Count: a country once for each trip that goes there, and once for each visit from there
counted = {name: Counter[str]() for name in ("trips made", "trips planned", "visits received")}
for entry in entries:
    facts = entry.known.state.facts  # what is held true of it, by the names of the fields in a dossier
    if entry.kind == "trip" and entry.status != "cancelled":
        there = {stop.place.country or NOT_SAID for stop in entry.stops}
        counted["trips made" if entry.status == "done" else "trips planned"].update(there)
    elif entry.kind == "visit" and entry.status == "done":
        bodies = [facts.get("party"), *(guest.of for guest in facts.get("guests", ()))]
        counted["visits received"].update({body.country for body in bodies if body and body.country} or {NOT_SAID})

# %% Draw: "President of Poland" is an office, and the report says no country with it, so that none is made up
mpl.use("Agg")  # draws files, and opens no window: leave it out in a notebook
mpl.rcParams["svg.hashsalt"] = KNOWN_ON  # the same file every time
countries = sorted(set().union(*counted.values()), key=lambda each: (each == NOT_SAID, each))
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
below = [0] * len(countries)
for name, by_country in counted.items():
    heights = [by_country[each] for each in countries]
    axes.bar(countries, heights, bottom=below, label=name)
    below = [sum(both) for both in zip(below, heights, strict=True)]
axes.yaxis.set_major_locator(MaxNLocator(integer=True))
axes.set_title(f"Trips and visits by country, as known on {KNOWN_ON}")
axes.legend()

# %% Write the chart
folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
figure.savefig(folder / "visits.svg", metadata={"Date": None})
figure.savefig(folder / "visits.png", dpi=120)
print({name: dict(sorted(by_country.items())) for name, by_country in counted.items()})

# %% With pandas the rows are a data frame: pandas.DataFrame.from_records(rows).groupby(["kind", "status"]).size()
print(Counter(row["kind"] for row in rows))
