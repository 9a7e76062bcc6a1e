"""Offers for one station held against each other, from the claims of a vendor to the test at the gate."""
