"""A recorded call as a person wants to see it, worked out from its log."""
