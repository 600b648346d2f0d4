"""Plan a trip, move it, correct it, cancel it, and print its history."""

from mayor_schedule import CancelTrip, CorrectTrip, Office, Period, PlanTrip, RescheduleTrip, Text, TripFacts

TRIP = "trip:2018-europe"


def main() -> None:
    with Office.in_memory() as office:
        title = Text(ko="스페인·스위스·에스토니아 순방", en="Spain, Switzerland, Estonia")
        plan = PlanTrip(trip=TRIP, title=title, period=Period.of("2018-09-27", "2018-10-07"), nights=8)
        move = RescheduleTrip(trip=TRIP, period=Period.of("2018-09-28", "2018-10-08"), reason=Text(en="flights"))
        correct = CorrectTrip(trip=TRIP, fields=TripFacts(nights=9), reason=Text(en="one night is on the plane"))
        cancel = CancelTrip(trip=TRIP, reason=Text(en="typhoon"))
        office.record(plan, by="protocol", known_on="2018-08-31")
        office.record(move, by="protocol", known_on="2018-09-05")
        office.record(correct, by="protocol", known_on="2018-09-06")
        office.record(cancel, by="protocol", known_on="2018-09-20")
        for each in office.history(TRIP):
            print(each.known_on, each.topic, each.reference, each.by)


if __name__ == "__main__":
    main()
