"""A made-up fleet and a made-up boiler room, for tests, training and the demo."""
