"""Everything with a window: the plugin object, panels, settings."""
