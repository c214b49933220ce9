"""What search engines and other programs are told: where a page stands, what the data are, which addresses there are."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from datasette.utils.asgi import Request, Response

from tracker.site import words
from tracker.site.reading import sql
from tracker.site.reading.families import families
from tracker.site.settings import DATABASE

CONTEXT = "https://schema.org"

MOST = 50_000
"""So many addresses one sitemap may hold, by its protocol."""

PAGES = ("", "timeline", "pressure", "charts", "changes", "deadlines", "codebook", "coverage", "data", "contribute")

# An event was told anew when it was amended, a case with each of its entries.
ADDRESSES = """
SELECT c."id", max(e."recorded") AS "changed" FROM "cases" c JOIN "events" e ON e."case" = c."pk" GROUP BY c."pk"
UNION ALL
SELECT e."id", max(e."recorded", coalesce((SELECT max(a."recorded") FROM "amendments" a WHERE a."target_id" = e."id"), ''))
FROM "events" e WHERE e."standing" = 1 AND e."about_world" = 1 AND e."family" <> 'parties'
ORDER BY 1 LIMIT :size OFFSET :offset
"""

COUNT = """
SELECT (SELECT count(*) FROM "cases") +
       (SELECT count(*) FROM "events" WHERE "standing" = 1 AND "about_world" = 1 AND "family" <> 'parties') AS "count"
"""

ROBOTS = """\
User-agent: *
Disallow: {base}/*?*
Disallow: {base}/-/
Disallow: {base}/tracker/*/
Disallow: {base}/*.csv
Disallow: {base}/*.db
Allow: {base}/-/static-plugins/

Sitemap: {sitemap}
"""
"""Facets, filters, sorts and pages make an endless web; every page worth finding has an address without a question mark."""


async def robots(datasette: Any, request: Request) -> Response:
    """What crawlers are asked to leave alone, and where they find all there is."""
    base = datasette.setting("base_url").rstrip("/")
    sitemap = datasette.absolute_url(request, datasette.urls.path("/sitemap.xml"))
    return Response.text(ROBOTS.format(base=base, sitemap=sitemap))


async def sitemap(datasette: Any, request: Request) -> Response:
    """Every page of ours with the day of its last change; of very many a list of lists."""
    if DATABASE not in datasette.databases:
        return Response.text("there is no record here\n", status=404)
    number = int(request.url_vars.get("number") or 0)

    def absolute(path: str) -> str:
        return escape(datasette.absolute_url(request, str(datasette.urls.path(f"/{path}"))))

    def read(db: Any) -> str | None:
        count = sql.row(db, COUNT)["count"]
        parts = -(-count // MOST)
        if number > parts or (number and parts == 1):
            return None
        if parts > 1 and not number:
            return _document(
                "sitemapindex", (f"<sitemap><loc>{absolute(f'sitemap-{n + 1}.xml')}</loc></sitemap>" for n in range(parts))
            )
        rows = sql.rows(db, ADDRESSES, size=MOST, offset=max(0, number - 1) * MOST)
        return _document("urlset", _urls(db, rows, absolute, first=number < 2))

    found = await datasette.get_database(DATABASE).execute_fn(read)
    if found is None:
        return Response.text("there is no such part of the sitemap\n", status=404)
    return Response(found, 200, {}, "application/xml; charset=utf-8")


def _urls(db: Any, rows: list[dict[str, Any]], absolute: Any, first: bool) -> Iterator[str]:
    last = sql.row(db, 'SELECT "last_recorded" FROM "build"')["last_recorded"]
    if first:
        for path in (*PAGES, *(family["name"] for family in families(db))):
            yield f"<url><loc>{absolute(path)}</loc><lastmod>{last}</lastmod></url>"
    for row in rows:
        yield f"<url><loc>{absolute(row['id'])}</loc><lastmod>{row['changed']}</lastmod></url>"


def _document(name: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</{name}>\n'


def crumbs(path: str, found: dict[str, Any]) -> list[tuple[str, str]]:
    """The way from the home page to a page, each step with its name and its path; the last is the page itself."""
    parts = path.strip("/").split("/")
    if not found.get("ok") or not parts[0]:
        return []
    case = found.get("case") or {}
    names = [words.plain(parts[0]).capitalize(), case.get("name") or found.get("name") or "", found.get("title") or ""]
    return [
        ("Home", "/"),
        *((name or part, "/" + "/".join(parts[: n + 1])) for n, (part, name) in enumerate(zip(parts, names, strict=False))),
    ]


def trail(steps: list[tuple[str, str]], absolute: Any) -> dict[str, Any]:
    """The same as schema.org has it."""
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": absolute(path)} for n, (name, path) in enumerate(steps, 1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def dataset(page: dict[str, Any], site: dict[str, Any], absolute: Any) -> dict[str, Any]:
    """The data as schema.org has them, for engines that search for data."""
    build, tables = page["build"], {table["name"]: table for table in page["tables"]}
    downloads = [("application/vnd.sqlite3", "/tracker.db", "The whole record")]
    downloads += [("text/csv", f"/tracker/{name}.csv?_stream=on", table["title"]) for name, table in tables.items()]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": site["name"],
        "description": site["about"],
        "url": absolute("/data"),
        "identifier": build["log_digest"],
        "version": build["last_recorded"],
        "dateModified": build["last_recorded"],
        "temporalCoverage": f"{page['first_day']}/{page['last_day']}",
        **({"license": site["licence_url"]} if site["licence_url"] else {}),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": site["name"], "url": absolute("/")},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(path), "name": name}
            for kind, path, name in downloads
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": table["title"], "description": table["about"]} for table in tables.values()
        ],
    }
