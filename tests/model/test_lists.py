"""Code lists, held against the same lists as another package keeps them."""

import pycountry

from tracker.model.lists import COUNTRIES, CURRENCIES, JURISDICTIONS

NOT_MONEY = {
    "BOV": "funds code",
    "CHE": "complementary currency of one bank",
    "CHW": "complementary currency of one bank",
    "CLF": "unit of account",
    "COU": "unit of account",
    "MXV": "unit of account",
    "USN": "funds code",
    "UYI": "unit of account",
    "UYW": "unit of account",
    "VED": "second code of the bolívar, for its new scale; sums are stated in VES",
    "XAD": "unit of account of a monetary fund",
    "XAG": "silver",
    "XAU": "gold",
    "XBA": "bond unit",
    "XBB": "bond unit",
    "XBC": "bond unit",
    "XBD": "bond unit",
    "XDR": "special drawing right",
    "XPD": "palladium",
    "XPT": "platinum",
    "XSU": "unit of account",
    "XTS": "for tests",
    "XUA": "unit of account",
    "XXX": "no currency",  # the code itself, no mark of something left to do
}
"""Codes of ISO 4217 in which nobody promises or fines, and why."""


def test_countries():
    """Every officially assigned code of ISO 3166-1 is known, and none besides."""
    assert set(COUNTRIES) == {country.alpha_2 for country in pycountry.countries}
    assert len(COUNTRIES) == len(set(COUNTRIES)) and list(COUNTRIES) == sorted(COUNTRIES)


def test_jurisdictions():
    """The European Union is a jurisdiction though no country."""
    assert set(JURISDICTIONS) - set(COUNTRIES) == {"EU"}


def test_currencies():
    """Every national currency of ISO 4217 is known, and none besides."""
    assert set(CURRENCIES) == {currency.alpha_3 for currency in pycountry.currencies} - set(NOT_MONEY)
    assert len(CURRENCIES) == len(set(CURRENCIES)) and list(CURRENCIES) == sorted(CURRENCIES)
