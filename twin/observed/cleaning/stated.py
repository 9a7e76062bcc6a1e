"""What a reader should know of a cleaned log before trusting it, counted from its tables."""


def stated(cleaned, events):
    """Counts of a Cleaned by name; events: how many there were before cleaning."""
    visits, cases, watched = cleaned.visits, cleaned.cases, cleaned.watched
    count = cleaned.repairs["what"].value_counts()
    served = visits["started"].notna() | visits["ended"].notna()
    seen = (watched["ends"] - watched["begins"]).groupby(watched["server"], observed=True).sum()
    whole = cleaned.span[1] - cleaned.span[0]
    return {
        "events": int(events),
        "put_aside": int(sum(n for what, n in count.items() if what.startswith("put aside"))),
        "duplicates": int(count.get("duplicate", 0) + count.get("seen again", 0)),
        "cases": len(cases),
        "visits": len(visits),
        "arrivals_not_seen": int((~cases["seen_in"]).sum()),
        "exits_not_seen": int((~cases["seen_out"]).sum()),
        "starts_lost": int((served & visits["started"].isna()).sum()),
        "ends_lost": int((served & visits["ended"].isna()).sum()),
        "joined_reckoned": int((visits["joined_from"] == "reckoned").sum()),
        "given_by_fit": int(count.get("given by fit", 0)),
        "times_rounded": int(count.get("rounded", 0)),
        "dark_hours": float((whole - seen).sum() / 3600),
    }
