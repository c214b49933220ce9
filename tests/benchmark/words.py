"""The words of which the synthetic logs are made, and how often each kind of thing occurs in them."""

from functools import cache
from itertools import accumulate, product
from random import Random

# Every syllable begins with a consonant, so that no two rows of them read alike and no two parties share a name.
LATIN = (
    "bai ben bo cheng chuan da dong du fei feng fu gao gang guang guo hai han he heng hong hua hui jia jian jin jing jun kai "
    "kang ke kun lan le li lian long lu mei min ming nan ning peng ping qi qing rong rui shan shang sheng shi tai tian tong "
    "wan wei wen xiang xin xing zhi zhong"
)
CHINESE = (
    "白本博诚川达东都飞丰福高港光国海汉和恒宏华汇嘉建金京君凯康科昆蓝"
    "乐利联隆陆美民明南宁鹏平启清荣瑞山商盛世泰天通万威文祥鑫兴智中"
)
SYLLABLES = tuple(zip(LATIN.split(), CHINESE, strict=True))

COMPANIES = (
    ("Group", "集团"), ("Technology", "科技"), ("Holdings", "控股"), ("Capital", "资本"), ("Motors", "汽车"),
    ("Semiconductor", "半导体"), ("Online", "网络"), ("Logistics", "物流"),
)  # fmt: skip
AUTHORITIES = (
    ("Administration", "管理局"), ("Commission", "委员会"), ("Ministry", "部"), ("Court", "法院"), ("Bureau", "局"),
)  # fmt: skip
"""What follows the syllables in a name, and the same in Chinese."""

COMMON = (
    "the company said platform regulator market data fund billion yuan year would rules plan security investment after review "
    "order fine people online users new state under its report services technology government firm cross-border listing chips "
    "common prosperity workers delivery drivers small businesses rural schools hospitals carbon research education payment "
    "lending credit app store games minors hours export import licence ban list entity tariff court appeal ruling draft law "
    "measure article comment period deadline compliance merger monopoly exclusive dealing price subsidy algorithm content "
    "livestream broadcast tax evasion penalty share stake board chairman founder donation charity foundation scholarship "
    "village harvest logistics warehouse cloud server network equipment supply chain battery vehicle plant factory city "
    "province ministry commission administration bureau congress committee session meeting speech letter conference summit "
    "visit statement interview earnings quarter revenue profit loss shares index investors analysts trading halt "
    "suspension resumed extended lifted eased tightened announced pledged promised spent disclosed withdrew completed"
)
PREFIXES = ("", "re", "de", "pre", "sub", "trans", "inter", "con", "dis", "over", "non", "ex", "co", "un", "en", "per")
ROOTS = (
    "struct form port scrib spect vert duct mit pose tract gress cede clude cred dict fer fract gener jur lect leg loc man mot"
)
ENDINGS = ("", "s", "ed", "ing", "ion", "ions", "or", "ive", "ible", "ment", "ation", "ity", "al", "ure")

SECTORS = (
    "e-commerce", "fintech", "social-media", "gaming", "ride-hailing", "food-delivery", "education", "semiconductors", "telecoms",
    "cloud", "property", "electric-vehicles", "entertainment", "data", "artificial-intelligence", "healthcare", "other",
)  # fmt: skip
RELATIONS = {
    "founder": ("founder of", "founded by", True),
    "chair": ("chair of", "chaired by", True),
    "subsidiary_of": ("subsidiary of", "parent of", True),
    "part_of": ("part of", "includes", False),
}
TIERS = {"official": 12, "newsroom": 40, "research": 18, "aggregator": 14, "mirror": 8}
"""How many publishers of each tier there are; in the sources those named first come up most."""

JURISDICTIONS = {"CN": 68, "US": 26, "GB": 2, "EU": 2, "NL": 1, "IN": 1}
FAMILIES = {"pledges": 58, "crackdowns": 60, "sanctions": 57, "laws": 50, "statements": 30}
"""How often a case is of each family, as in the real log."""

ROLES = {
    "pledges": ("pledger", None, ("beneficiary", "speaker", "owner")),
    "crackdowns": ("target", "regulator", ("target", "owner")),
    "sanctions": ("target", "authority", ("target", "beneficiary")),
    "laws": (None, "legislature", ("target",)),
    "statements": ("speaker", None, ("host", "target")),
}
"""For each family the role of the case's company, of its authority, and of whoever else is named."""

RARE = {
    "fulfilled": 0.3, "partly_fulfilled": 0.2, "broken": 0.2, "withdrawn": 0.1, "closed": 0.4, "lifted": 0.3, "repealed": 0.1,
    "dropped": 0.1,
}  # fmt: skip
"""Steps that end a case come up less often than one in all that may follow; every other weighs 1."""

LENGTHS = (30, 27, 20, 8, 5)
"""How often a case has one to five events; the rest of a hundred make the long tail."""
LONGEST = 40

PARTIES = (17, 42, 21, 11, 5, 4)
"""How often an event names one to six parties."""
SOURCES = (12, 60, 28)
"""How often an event rests on one to three sources."""


@cache
def vocabulary() -> dict:
    """The content of the synthetic log's own `events/vocabulary.json`."""
    return {
        "sectors": {word: f"Whatever belongs to {word.replace('-', ' ')}." for word in SECTORS},
        "relations": {word: {"label": label, "inverse": back, "tie": tie} for word, (label, back, tie) in RELATIONS.items()},
        "publishers": {name: {"tier": tier, "hosts": [host_of(name)]} for name, tier in publishers().items()},
    }


@cache
def publishers() -> dict[str, str]:
    """Publisher -> tier."""
    titles = {"official": "Gazette", "newsroom": "Daily News", "research": "Institute", "aggregator": "Digest", "mirror": "Copy"}
    return {
        f"{SYLLABLES[number % 63][0].capitalize()}{SYLLABLES[number * 7 % 61][0]} {titles[tier]}": tier
        for tier, many in TIERS.items()
        for number in range(many)
    }


def host_of(publisher: str) -> str:
    """The host of a publisher's pages; nobody can own one of this ending."""
    return f"www.{publisher.lower().replace(' ', '-')}.example"


@cache
def dictionary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Some five thousand words and their cumulative weights: the nth comes up as often as the nth word of a language does."""
    rare = [f"{prefix}{root}{ending}" for prefix, root, ending in product(PREFIXES, ROOTS.split(), ENDINGS)]
    Random(0).shuffle(rare)
    words = (*COMMON.split(), *rare)
    return words, tuple(accumulate(1 / (rank + 3) for rank in range(len(words))))
