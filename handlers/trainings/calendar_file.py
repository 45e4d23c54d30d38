"""A session as a calendar file (RFC 5545): one tap adds it to the calendar of any phone."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from storage.trainings import Training


def calendar_file(training: Training, now: datetime, host: str) -> bytes:
    """The file; moments are in UTC, `host` is the word before the host's name. A later one replaces an earlier."""
    event = Event()
    event.add("uid", f"{training.code}@xiaoxin")
    event.add("sequence", training.revision)
    event.add("dtstamp", now)
    event.add("dtstart", training.starts_at)
    event.add("dtend", training.ends_at)
    event.add("summary", training.topic)
    if training.place:
        event.add("location", training.place)
    event.add("description", f"{training.code} · {host}: {training.host.name}")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", training.topic)
    alarm.add("trigger", timedelta(minutes=-30))
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Xiaoxin//Trainings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
