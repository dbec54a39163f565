"""What in calls a person should look at: one module for each kind of fault, from facts alone."""
