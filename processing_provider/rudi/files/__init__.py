"""What a downloaded file is, before QGIS opens it: archives, tables, lists of records; without QGIS."""
