"""From a file to the lists: what is in it, which column is what, and what it would change."""
