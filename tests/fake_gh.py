"""`gh api` for tests: the little of GitHub that the workflows ask for, kept in a file, and every call written down."""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import jq

STATE = Path(os.environ["FAKE_GH"])


class NotFound(Exception):
    """There is nothing at this address."""


def main(arguments: list[str]) -> None:
    """Answers one call, and keeps what it changes."""
    assert os.environ.get("GH_TOKEN") == "a token", "gh would ask who it is"
    state = json.loads(STATE.read_text(encoding="utf-8"))
    method, path, fields, query = parsed(arguments)
    state["calls"].append([method, path, *([fields] if fields else [])])
    try:
        answer = answered(state, method, path, fields)
    except NotFound:
        sys.exit(f"gh: not found: {path}")
    finally:
        STATE.write_text(json.dumps(state), encoding="utf-8")
    if query is not None:
        for found in jq.compile(query).input_value(answer).all():
            sys.stdout.write(f"{found if isinstance(found, str) else json.dumps(found)}\n")


def parsed(arguments: list[str]) -> tuple[str, str, dict[str, Any], str | None]:
    """Method, path, fields and filter of `gh api`; a field `-F name=@file` holds what the file says."""
    command, *rest = arguments
    if arguments[:2] == ["release", "create"]:
        return "POST", "repos/owner/record/releases", released(arguments[2:]), None
    assert command == "api", f"`gh {command}` is not known here"
    method, path, fields, query = "GET", "", {}, None
    given = iter(rest)
    for word in given:
        if word == "--method":
            method = next(given)
        elif word == "--jq":
            query = next(given)
        elif word in ("-f", "-F"):
            name, _, value = next(given).partition("=")
            fields[name] = Path(value[1:]).read_text(encoding="utf-8") if word == "-F" and value[:1] == "@" else value
        elif word not in ("--paginate", "--silent"):
            assert not path and not word.startswith("-"), word
            path = word
    assert method != "GET" or not fields, "with fields gh would POST"
    return method, path, fields, query


def released(arguments: list[str]) -> dict[str, Any]:
    """What `gh release create` sends: the tag, the options, and the names of the files."""
    tag, *rest = arguments
    options = dict(zip(rest[::2], rest[1::2], strict=False))
    body = Path(options["--notes-file"]).read_text(encoding="utf-8")
    files = [Path(word).name for word in rest[rest.index("--notes-file") + 2 :] if Path(word).is_file()]
    return {"tag_name": tag, "name": options["--title"], "target": options["--target"], "body": body, "files": files}


def answered(state: dict, method: str, path: str, fields: dict) -> Any:
    """What GitHub answers."""
    place, _, asked = path.removeprefix("repos/owner/record/").partition("?")
    if place in ("pulls", "issues", "releases"):
        listed = state[place]
        if method == "GET":
            wanted = dict(word.split("=", 1) for word in asked.split("&"))
            return [one for one in listed if wanted.get("head", one.get("head")) in (one.get("head"), f"owner:{one.get('head')}")]
        if place == "pulls" and state["closed"]:
            raise NotFound("GitHub Actions is not permitted to create or approve pull requests")
        listed.append({"number": 100 + len(listed), **BOT, **fields})
        return listed[-1]
    if found := re.fullmatch(r"(pulls|issues)/(\d+)", place):
        next(one for one in state[found[1]] if one["number"] == int(found[2])).update(fields)
        return {}
    if method == "POST" and place.startswith("statuses/"):
        return {}
    if method == "DELETE" and re.fullmatch(r"issues/\d+/labels/[a-z]+", place):
        return {}
    if found := re.fullmatch(r"collaborators/([^/]+)/permission", place):
        return {"permission": state["permissions"].get(found[1], "none")}
    if found := re.fullmatch(r"issues/(\d+)/comments", place):
        own = [comment for comment in state["comments"] if comment["issue"] == int(found[1])]
        if method == "GET":
            return own
        state["comments"].append({"id": len(state["comments"]) + 1, "issue": int(found[1]), **BOT, **fields})
        return state["comments"][-1]
    if found := re.fullmatch(r"issues/comments/(\d+)", place):
        state["comments"][int(found[1]) - 1] |= fields
        return {}
    raise NotFound(asked)


BOT = {"user": {"login": "github-actions[bot]"}}


if __name__ == "__main__":
    main(sys.argv[1:])
