"""YAML and JSON Lines ↔ model: strict reading, durable writing; nothing here prints."""
