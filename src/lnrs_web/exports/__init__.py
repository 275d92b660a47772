"""Lists of the site as files: CSV and Excel workbooks that no spreadsheet takes for a program."""
