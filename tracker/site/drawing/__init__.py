"""Drawings as plain values: where on a scale a day lies, what shares a row, what is counted together. Templates draw them."""
