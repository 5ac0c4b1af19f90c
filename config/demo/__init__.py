"""Practice data: one invented municipality, made through the same actions as the web uses."""
