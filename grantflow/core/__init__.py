"""What every part may use and none may change: the calendar, money, references, display."""
