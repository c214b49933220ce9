"""The Datasette plugin: pages, facets, filters and safety. It reads the database and nothing else."""
