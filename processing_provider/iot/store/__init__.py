"""The store of live equipment: one schema, on SQLite/GeoPackage or on PostgreSQL/PostGIS.

:func:`.opening.open_store` opens it for writing, :func:`.opening.open_reader` for reading.
"""
