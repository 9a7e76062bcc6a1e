"""From the columns of a log to the fields of an event, by a map that is proposed and can be corrected."""
