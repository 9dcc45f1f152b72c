"""Alarms: rules, the states that they go through, their journal, and how many there are."""
