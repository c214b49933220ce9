"""Lists for other programs: Atom, iCalendar, CSV, TimelineJS and the delta, for a case, a party, a family or any filter."""
