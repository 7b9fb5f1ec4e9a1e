"""Dosing: may this person be dosed now?"""
