"""One file a kind of chart; `charts/registry.py` lists them."""
