"""Maps as pictures (SVG): for pages without JavaScript, for print and for documents."""
