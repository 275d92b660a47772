"""The metric of a file as people read it: in words, as data, as a report, and with an edition's significance."""
