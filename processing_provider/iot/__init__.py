"""Live equipment: formats of networks, store, recorder, health, alarms, quality, commands."""
