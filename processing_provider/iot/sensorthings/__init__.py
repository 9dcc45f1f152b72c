"""OGC SensorThings 1.0 and 1.1 over HTTP: what a server holds, read page by page, and what is sent to one."""
