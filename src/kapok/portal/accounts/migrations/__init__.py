"""Steps of the database schema, made by Django."""
