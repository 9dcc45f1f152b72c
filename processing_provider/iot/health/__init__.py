"""What frames tell of devices and gateways: presence, losses, radio, air time, battery, clock."""
