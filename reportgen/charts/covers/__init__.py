"""Cover ideas: each draws one result of the study large, in its own way."""
