"""`viva eval`: its group, and a module for each kind of evaluation."""
