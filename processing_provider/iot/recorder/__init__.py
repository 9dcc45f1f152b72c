"""The recorder: a program of its own that writes what an MQTT broker says into a store, whether QGIS runs or not."""
