// Prints every occurrence in a calendar up to a day, as ical.js reads it, in UTC: node read.mjs FILE YYYY-MM-DD
// Zones are taken from the file: ical.js knows none by itself.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [file, last] = process.argv.slice(2);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf-8")));
const limit = ICAL.Time.fromDateString(last);
// Without `exceptions`, an event takes those of all others in the file for its own.
const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each, { exceptions: [] }));
const differing = events.filter((each) => each.isRecurrenceException());

function utc(time) {
  return time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

function line(event, start, end) {
  return {
    uid: event.uid,
    summary: event.summary,
    start: utc(start),
    end: event.component.hasProperty("dtend") ? utc(end) : null,
  };
}

const written = events.map((each) => line(each, each.startDate, each.endDate));
const listed = [];
for (const event of events.filter((each) => !differing.includes(each))) {
  if (!event.isRecurring()) {
    listed.push(line(event, event.startDate, event.endDate));
    continue;
  }
  differing.filter((each) => each.uid === event.uid).forEach((each) => event.relateException(each));
  const iterator = event.iterator();
  for (let next = iterator.next(); next && next.compareDateOnlyTz(limit, next.zone) <= 0; next = iterator.next()) {
    const occurrence = event.getOccurrenceDetails(next);
    listed.push(line(occurrence.item, occurrence.startDate, occurrence.endDate));
  }
}
console.log(JSON.stringify({ written, listed }));
