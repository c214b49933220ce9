"""What all tests share: how many examples a property is held against, and that the same ones come every time."""

from hypothesis import settings

# Whoever changed nothing sees nothing fail. To search farther: pytest --hypothesis-profile=search
settings.register_profile("same", max_examples=200, deadline=None, derandomize=True, database=None)
settings.register_profile("search", max_examples=20_000, deadline=None, database=None, print_blob=True)
settings.load_profile("same")
