"""What readers may type, for templates."""
