"""`viva bench simulate`: callers in quiet and in noise, and faults planted to be found."""
