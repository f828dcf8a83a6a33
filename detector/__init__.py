"""What does this item report? Pure: no clock, network, database or logging."""
