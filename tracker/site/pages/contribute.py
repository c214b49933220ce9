"""`/contribute`: shown like any page, and the only one to which something is sent."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from datasette.utils.asgi import Request, Response

from tracker.derive.metadata import PLUGIN
from tracker.site import posted
from tracker.site.pages.view import view
from tracker.site.reading import contribute as reading
from tracker.site.reading.ask import Ask, Refused

MOST_FIELDS = 2_000


class Failed(Refused):
    """What was sent could not be judged."""

    status = 500


_SHOWN = view("contribute.html", reading.read)


async def contribute(datasette: Any, request: Request) -> Response:
    """The page, or the answer to what was sent to it. Nothing of that is written or kept."""
    if request.method != "POST":
        return await _SHOWN(datasette, request)
    body, host = await request.post_body(), repository(datasette)
    answered: list[reading.Answer] = []

    def read(db: Any, ask: Ask) -> dict[str, Any]:
        try:
            return judged(db, ask)
        except Refused:
            raise
        except Exception:
            # Datasette would log where it failed, and with that what was sent.
            raise Failed("this could not be judged, which is a fault of the program") from None

    def judged(db: Any, ask: Ask) -> dict[str, Any]:
        if request.headers.get("content-type", "").lower().startswith(posted.JSON):
            return reading.sent(db, ask, body, host)
        texts = _texts(body)
        if posted.wants_json(request.scope):
            return reading.looked(db, ask, texts) if "look" in texts else reading.checked(db, ask, texts, host)
        answered.append(reading.filled(db, ask, texts, host))
        return answered[0].page

    response = await view("contribute.html", read)(datasette, request)
    if answered and answered[0].outcome is not None:
        response = _settled(response, answered[0].outcome, body)
    response.headers["cache-control"] = "no-store"
    return response


def _texts(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeError:
        raise Refused("the form is not UTF-8") from None
    except ValueError:
        raise Refused(f"the form has more than {MOST_FIELDS:,} fields") from None


def _settled(response: Response, outcome: Any, body: bytes) -> Response:
    """The page, or of finished files the one that is to be downloaded."""
    wanted = _texts(body).get("file", [""])[0]
    if not (wanted.isascii() and wanted.isdigit() and int(wanted) < len(outcome.drafts)):
        return response
    draft = outcome.drafts[int(wanted)]
    name = draft.path.rpartition("/")[2]
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(draft.raw.decode(), 200, headers, "application/json; charset=utf-8")


def repository(datasette: Any) -> reading.Host | None:
    """Where the project's git host takes new files, by the configuration of the plugin; none unless it is an https address."""
    given = datasette.plugin_config(PLUGIN) or {}
    address, branch = given.get("repository"), given.get("branch", "main")
    if not isinstance(address, str) or not isinstance(branch, str):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or parts.username:
        return None
    return address.rstrip("/"), branch
