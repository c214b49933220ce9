"""Forms and documents sent to `/contribute`."""

from urllib.parse import urlencode

import pytest
from posting import HOSTED

from tracker.site import posted


@pytest.fixture
def post(serving):
    """The answer to a form, or with `body` to whatever is sent: `post({...}, head=...)`."""
    started = []

    async def answer(texts=None, *, body=None, path: str = "/contribute", head: str = HOSTED, headers=None, **more):
        if not started:
            started.append(await serving(head=head))
        given = {"content-type": posted.JSON if texts is None else posted.FORM, **(headers or {})}
        content = urlencode({**(texts or {}), **more}, doseq=True).encode() if body is None else body
        return await started[0].client.post(path, content=content, headers=given)

    return answer
