from mayor_schedule import *
with Office.in_memory() as office:
    trip = PlanTrip(trip="2018-europe", title=Text(ko="스", en="Spain"), period=Period.of("2018-09-27", "2018-10-07"), nights=9)
    r=office.record(trip, by="protocol", known_on="2018-08-31", sources=[Citation("nope", "L254")])
    print(r.status, r.recorded[0].reference)
    print(office.record(trip, by="protocol", known_on="2018-08-31", sources=[Citation("nope", "L255")]).status)
    for f in (lambda: office.record(CorrectTrip(trip="2018-europe", fields=TripFacts(nights=12), reason=Text(en="x")), by="p", known_on="2018-09-01"),
              lambda: office.record(DepartTrip(trip="2018-europe"), by="p", known_on="2018-09-01"),
              lambda: Moment.of("2018-03-25T02:30","Europe/Madrid"), lambda: Period.of("2018-02-30"),
              lambda: PlanTrip(trip="x", title=Text(en="y"), nights=-1),
              lambda: RescheduleTrip(trip="2018-europe", period="2018-10/2018-09"),
              lambda: office.record(DepartTrip(trip="2018-europ"), by="p"),
              lambda: office.record(DepartTrip(trip="2018-europe"), by=""),
              lambda: office.record(DepartTrip(trip="2018-europe"), by="p", known_on="2099-01-01"),
              lambda: Office.open("postgresql://x"), lambda: Office.open("t.py"), lambda: Office.open("/nonexistent/x.db"),
              lambda: office.calendar(known_on="2018-09-3"), lambda: parse_phrase("10월", 2018), lambda: office.record_all([DepartTrip(trip="a"), DepartTrip(trip="b")], by="p"),
              lambda: office.history("trip:nope").__next__()):
        try: print(f())
        except Exception as e: print(type(e).__name__, '|', str(e)[:300])
