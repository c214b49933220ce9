# One recipe, one thing. `just` alone lists them.
set positional-arguments

python := if os_family() == "windows" { ".venv/Scripts/python.exe" } else { ".venv/bin/python" }
alpha := ".venv-alpha/bin/python"

_list:
    @{{quote(just_executable())}} --list --unsorted

# Set up a virtual environment with the tracker in it, once; `just setup '[test]'` with what the tests need.
setup extras="":
    test -x {{python}} || python3 -m venv .venv
    test ".venv/ready{{extras}}" -nt pyproject.toml || {{python}} -m pip install --quiet --disable-pip-version-check --editable ".{{extras}}"
    @touch ".venv/ready{{extras}}"
    @{{python}} -m compileall -q tracker # as for any installed package, so that no command starts slowly

# Check the events, build the database and serve it, until Ctrl-C.
[no-exit-message]
serve *options: setup
    {{python}} -m tracker check
    {{python}} -m tracker serve "$@"

# Run all tests, in a browser too, and those of the site with the next Datasette.
test *options: (setup "[test]") browser-packages
    {{python}} -m ruff check .
    {{python}} -m ruff format --check .
    {{python}} -m pytest -n 2 --dist worksteal "$@"
    {{quote(just_executable())}} next-datasette

# Fetch what the browser tests load from npm; without npm those tests fail and say what is missing.
browser-packages:
    -cd tests/browser && npm install --prefer-offline --silent

# Run the tests of the site that ask a Datasette with the alpha of its 1.0, in an environment that lies over the other.
next-datasette *options: (setup "[test]")
    test -x {{alpha}} || {{python}} -m venv --without-pip .venv-alpha
    {{python}} -c 'import sysconfig; print("import site; site.addsitedir(%r)" % sysconfig.get_path("purelib"))' \
        > "$({{alpha}} -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/below.pth"
    {{python}} -m pip --python {{alpha}} install --quiet --disable-pip-version-check "datasette==1.0a41"
    {{alpha}} -m pytest -n 2 --dist worksteal tests/site "$@"

# Search for counterexamples a hundred times longer than the tests do.
soak *options: (setup "[test]")
    {{python}} -m pytest tests/log/test_properties.py tests/test_delta_growths.py --hypothesis-profile=search "$@"

# Measure against what one would use instead; all of it writes BENCHMARKS.md, `just bench check` prints one table.
bench *options: (setup "[test,bench]")
    {{python}} -m tests.benchmark "$@"

# Make anew what is generated: the schema, the lower part of metadata.yml and the issue forms.
generate: setup
    {{python}} -m tracker kinds --schema > .schema.json && mv .schema.json events/schema.json
    {{python}} -m tracker metadata > .metadata.yml && mv .metadata.yml metadata.yml
    {{python}} -m tracker forms

# Write code and events in their canonical form.
format: (setup "[test]")
    {{python}} -m ruff check --fix .
    {{python}} -m ruff format .
    {{python}} -m tracker fmt
