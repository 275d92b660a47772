"""The officers' desk: editions are uploaded, looked at and published."""
