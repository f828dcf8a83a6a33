"""Whom to tell, what, how - routing, rendering, sending."""
