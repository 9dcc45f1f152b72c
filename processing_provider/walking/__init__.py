"""Walking: pedestrian network, cool routes and, later, walkability."""
