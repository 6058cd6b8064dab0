"""Pages: everything becomes a Brief, one HTML document from templates."""
