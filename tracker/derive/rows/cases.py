"""The rows of cases: what each has become, what held when as known when, its parties, sectors and sums."""

from decimal import Decimal

from tracker.derive.search import characters, joined
from tracker.log.case import Case
from tracker.log.history import Stretch
from tracker.model.dates import when
from tracker.model.identity import first_child
from tracker.model.state import columns


def add(case: Case, keys, digest: str, setting, into) -> None:
    """Adds the rows of a case itself."""
    pk, story, family = keys.case, case.story, case.life.family
    first, latest, steps = case.named, story.latest, story.steps
    acts = [step for step in steps if not step.turned]
    standing = [step.entry for step in acts]
    state = latest.state if latest else case.life.state()
    status = story.status
    opened = steps[0].day if steps else None
    last_event = acts[-1].day if acts else None
    signs = [entry.when.sign(entry.recorded) for entry in standing]
    last_sign = max(filter(None, (*signs, *_checked(case))), default=None)
    jurisdiction = first.event.given("jurisdiction") if first else None
    question = getattr(state, "question", None)
    name = setting.book[case.id.rsplit("/", 1)[1]].texts[0] if family == "parties" else case.name
    into["cases"].append((
        pk, case.id, family, name, question, status, int(status in case.life.open), opened, last_event, last_sign,
        len(standing), jurisdiction, case.entries[0].recorded, case.entries[-1].recorded, digest,
    ))  # fmt: skip
    own = [float(v) if v.__class__ is Decimal else v for v in [column.value(state) for column in columns(case.life.state)]]
    into[family].append((
        pk, pk, case.id, name, status, _since(story.stretches, status), opened, last_event, last_sign, len(standing),
        jurisdiction, *own
    ))  # fmt: skip
    _states(case, keys, into)
    _parties(case, pk, setting, into)
    child = first_child(pk)
    sectors = dict.fromkeys(sector for entry in standing for sector in entry.data.get("sectors") or ())
    into["case_sectors"] += [(child + number, pk, case.id, sector) for number, sector in enumerate(sectors)]
    if family == "parties":
        _relations(case, pk, keys, setting, into)
    _ledger(case, state, pk, into)


def _plain(value):
    return float(value) if isinstance(value, Decimal) else value


def _since(stretches: list[Stretch], status: str) -> str | None:
    """The day from which the case has had its status without a break."""
    since = None
    for stretch in reversed(stretches):
        if stretch.known_to is not None:
            continue
        if stretch.held.status != status:
            break
        since = stretch.valid_from
    return since


def _checked(case: Case) -> list[str]:
    """The days up to which somebody looked for news."""
    found = []
    for entry in case.about_record:
        if entry.event.type == "record.checked" and entry.id not in case.story.retractions:
            found.append((when(entry.event.date).latest if entry.event.date else None) or entry.recorded[:10])
    return found


def _states(case: Case, keys, into) -> None:
    rows, pk = into["case_states"], keys.case
    child = first_child(pk)
    for held, valid_from, valid_to, certain_from, known_from, known_to, entry, turned in case.story.stretches:
        status, due, until, promised, delivered, unit = held
        rows.append((
            child, pk, case.id, status, due, until, _plain(promised), _plain(delivered), unit, valid_from, valid_to, certain_from,
            known_from, known_to, keys.events[entry.id], entry.id, int(turned),
        ))  # fmt: skip
        child += 1


def _parties(case: Case, pk: int, setting, into) -> None:
    spans: dict[tuple[str, str], list] = {}
    for step in case.story.steps:
        if step.turned:
            continue
        given = step.entry.data.get
        for part in given("parties") or ():
            named = part["party"], part["role"]
            if named not in spans:
                spans[named] = [step.day, None]
        for slug in given("targets_added") or ():
            span = spans.setdefault((slug, "target"), [step.day, None])
            if span[1] is not None:
                span[1] = None
        for slug in given("targets_removed") or ():
            spans.setdefault((slug, "target"), [None, step.day])[1] = step.day
    book, rows, case_id = setting.book, into["case_parties"], case.id
    names: list[str | None] = []
    child = first_child(pk)
    for (slug, role), (since, until) in spans.items():
        party_pk, party_id, _, texts = book[slug]
        rows.append((child, pk, case_id, party_pk, party_id, role, since, until))
        names += texts
        child += 1
    if case.life.family == "parties":
        own = book[case_id.rsplit("/", 1)[1]]
        names = [*own.texts, *own.names.aliases, *(name for _, name in own.names.called)]
    question = getattr(case.story.steps[-1].state, "question", None) if case.story.steps else None
    into["case_texts"].append((pk, pk, question, joined(names), characters(case.name, question, *names)))


def _relations(case: Case, pk: int, keys, setting, into) -> None:
    slug = case.id.rsplit("/", 1)[1]
    for entry in case.standing:
        event = entry.event
        if event.type != "party.related" or event.redacted:
            continue
        kind = setting.vocabulary.relations.get(event.relation)
        other = setting.book[event.to]
        since, until = (when(event.since) if event.since else None), (when(event.until) if event.until else None)
        into["relations"].append((
            keys.events[entry.id], pk, f"parties/{slug}", event.relation, other.pk, other.id, event.since,
            event.until, since.earliest if since else None, until.latest if until else None, int(bool(kind and kind.tie)),
            keys.events[entry.id],
        ))  # fmt: skip


def _ledger(case: Case, state, pk: int, into) -> None:
    promise = getattr(state, "promise", None)
    for number, line in enumerate(state.ledger() if hasattr(state, "ledger") else ()):
        own = promise is not None and promise.unit == line.unit
        left_out = promise.not_counted if own else None
        counted = own and not left_out and case.story.status != "retracted"
        into["ledger"].append((
            first_child(pk) + number, pk, case.id, line.unit, _plain(line.promised), _text(line.promised),
            _plain(promise.first) if own and promise.revised else None, _plain(line.delivered), _text(line.delivered),
            _plain(line.remainder), _text(line.remainder), int(counted), left_out,
        ))  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return format(value, "f") if value is not None else None
