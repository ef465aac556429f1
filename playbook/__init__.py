"""The 90 days as data: TOML files that a program manager may edit, and the loader that checks them."""
