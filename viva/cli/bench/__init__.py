"""`viva bench`: its group, and a module for each part that has one of its own."""
