"""The chapters of the statement: each a function from the material to blocks of the document."""
