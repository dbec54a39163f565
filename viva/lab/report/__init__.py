"""What an evaluation found, as values, and the ways to show it: a terminal, JSON, one HTML file."""
