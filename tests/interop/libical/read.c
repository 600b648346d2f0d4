/* Prints every entry and every occurrence in a calendar up to a day, as libical reads it, in UTC:
 *
 *     read FILE YEAR MONTH DAY
 *
 * A line each: "entry" or "occurrence", UID, RECURRENCE-ID, summary, start and end, with 0x1F between them.
 * Zones are taken from the file: libical looks for a TZID there first. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>


static char *next_line(char *into, size_t size, void *from) {
    return fgets(into, (int)size, (FILE *)from);
}

static void print_time(struct icaltimetype time) {
    if (icaltime_is_null_time(time)) return;
    if (!time.is_date) time = icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
    printf("%04d-%02d-%02d", time.year, time.month, time.day);
    if (!time.is_date) printf("T%02d:%02d:%02dZ", time.hour, time.minute, time.second);
}

static int has_end(icalcomponent *event) {
    return icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY) != NULL;
}

static void print_line(const char *kind, icalcomponent *event, struct icaltimetype start, struct icaltimetype end) {
    printf("%s\x1f%s\x1f", kind, icalcomponent_get_uid(event));
    icalproperty *id = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
    if (id != NULL) print_time(icalproperty_get_datetime_with_component(id, event));
    printf("\x1f%s\x1f", icalcomponent_get_summary(event));
    print_time(start);
    printf("\x1f");
    if (has_end(event)) print_time(end);
    printf("\n");
}

static void occurrence(icalcomponent *event, struct icaltime_span *span, void *unused) {
    int is_date = icalcomponent_get_dtstart(event).is_date;
    (void)unused;
    print_line("occurrence", event, icaltime_from_timet_with_zone(span->start, is_date, icaltimezone_get_utc_timezone()),
               icaltime_from_timet_with_zone(span->end, is_date, icaltimezone_get_utc_timezone()));
}

int main(int count, char **arguments) {
    if (count != 5) return 2;
    FILE *file = fopen(arguments[1], "r");
    if (file == NULL) return 1;
    icalparser *parser = icalparser_new();
    icalparser_set_gen_data(parser, file);
    icalcomponent *calendar = icalparser_parse(parser, next_line);
    if (calendar == NULL || icalcomponent_count_errors(calendar) != 0) return 1;
    struct icaltimetype last = icaltime_null_date();
    last.year = atoi(arguments[2]), last.month = atoi(arguments[3]), last.day = atoi(arguments[4]);
    struct icaltimetype first = last;
    first.year = 2000;
    icaltime_adjust(&last, 1, 0, 0, 0);
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event != NULL;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        print_line("entry", event, icalcomponent_get_dtstart(event), icalcomponent_get_dtend(event));
        if (icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY) != NULL)
            icalcomponent_foreach_recurrence(event, first, last, occurrence, NULL);
    }
    icalcomponent_free(calendar);
    icalparser_free(parser);
    return fclose(file);
}
