"""Brands: a `_brand.yml` becomes roles, CSS variables and a chart style."""
