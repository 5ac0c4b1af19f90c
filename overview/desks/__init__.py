"""What lies on somebody's desk: one's own day, the whole school, the owner."""
