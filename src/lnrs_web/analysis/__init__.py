"""What many people wrote, compared and counted: functions over plain data, with no table of their own."""
