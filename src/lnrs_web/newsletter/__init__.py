"""The newsletter of an area: by consent, made of pages that its editors published, each sent once."""
