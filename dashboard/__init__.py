"""A map and a timeline over one snapshot of events, filtered and shared by link."""
