"""The ground floor: what Khabar knows of languages, their letters, numbers and dates.

Everything here is a pure function of its arguments: no Django, no database, no clock.
"""
