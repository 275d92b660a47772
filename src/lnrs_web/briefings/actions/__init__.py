"""What is done to briefings: boundaries and names brought in, briefings made, and sent to whoever asked."""
