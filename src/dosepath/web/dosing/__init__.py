"""Dosing: whether this person may be dosed now."""
