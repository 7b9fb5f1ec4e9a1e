"""Screening: is this person eligible, and what is missing?"""
