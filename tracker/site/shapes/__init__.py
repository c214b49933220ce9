"""The shapes of what our pages serve as JSON: stable, closed, and with a sentence under every field.

Ids are permanent and are addresses too. Dates are as stated (EDTF), days are ISO, stamps are RFC 3339 in UTC. Sums that
are texts are exact; those that are numbers are for sorting and adding.
"""
