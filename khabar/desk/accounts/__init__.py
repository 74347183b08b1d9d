"""Who may enter the desk and how: second factors, sessions, limits; what was done there."""
