"""Expected values of GridsTests/CFTimeTests.swift, from cftime (https://unidata.github.io/cftime).

Run: python cf_time.py   (needs cftime). Prints Swift tuples: units, calendar, value, ISO date or "none".
"""
import cftime

CASES = [
    ("days since 1858-11-17 00:00:00", "standard", 57754.25),
    ("seconds since 2000-01-01 12:00:00", "standard", 481134705.3228015),
    ("days since 1900-01-01 00:00:00", "standard", 43096.84898),
    ("days since 1582-10-04", "standard", 1.0),
    ("days since 1582-10-04", "proleptic_gregorian", 1.0),
    ("days since 0001-01-01", "standard", 736330.0),
    ("days since 0001-01-01", "proleptic_gregorian", 736330.0),
    ("days since 1-1-1 00:00:0.0", "standard", 735000.5),
    ("days since 1850-01-01", "noleap", 43800.5),
    ("days since 2000-02-28", "noleap", 1.0),
    ("days since 2000-01-01", "365_day", 59.0),
    ("days since 2001-01-01", "all_leap", 59.0),
    ("days since 2000-01-01", "366_day", 59.0),
    ("days since 2000-01-01", "360_day", 59.0),
    ("days since 2000-01-01", "360_day", 60.0),
    ("hours since 1950-01-01", "360_day", 123456.0),
    ("minutes since 1979-01-01", "julian", 1000.0),
    ("hours since 2000-01-01 00:00:00 +02:00", "standard", 10.0),
    ("hours since 2000-01-01 00:00:00 -06:30", "standard", 10.0),
    ("milliseconds since 1970-01-01T00:00:00Z", "standard", 1483228800123.0),
    ("days since -4713-01-01 12:00:00", "standard", 2440587.5),
]

for units, calendar, value in CASES:
    date = cftime.num2date(value, units, calendar)
    text = date.isoformat()
    try:
        # Calendars of the real world: the day itself, named in the proleptic Gregorian calendar.
        if calendar in ("standard", "julian"):
            day = cftime.date2num(date, "microseconds since 1970-01-01 00:00:00", "standard") if calendar == "standard" \
                else round((date.toordinal(fractional=True) - cftime.datetime(1970, 1, 1, calendar="standard").toordinal(fractional=True)) * 86400e6)
            text = cftime.num2date(day, "microseconds since 1970-01-01", "proleptic_gregorian").isoformat()
        elif calendar != "proleptic_gregorian":
            cftime.datetime(date.year, date.month, date.day, calendar="standard")
    except ValueError:
        text = "none"
    print(f'    ("{units}", "{calendar}", {value!r}, "{text}"),')
