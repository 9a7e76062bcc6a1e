"""A port is changed in a real browser: values, places, what that comes to, and how it is kept."""

import pytest
from browsing import LONG
from playwright.sync_api import expect

pytestmark = pytest.mark.slow
EDIT = "#/edit?layout=little_gate"


def shown(one):
    """The edit view, once the port is there."""
    expect(one.locator(".map-place").first).to_be_visible(timeout=LONG)
    return one


def row(one, path):
    """The row of a value, its group opened."""
    found = one.locator(f"[data-path='{path}']")
    one.locator("input[name=seek]").fill(path)
    expect(found).to_be_visible(timeout=LONG)
    return found


def difference(one):
    return one.locator("table", has=one.get_by_role("columnheader", name="planned")).first


def keep(one, name):
    one.locator("input[name=name]").fill(name)
    one.get_by_role("button", name="Keep as scenario").click()


def test_a_value_and_a_place_are_changed_kept_and_compared(tab, page):
    one = shown(tab(EDIT))
    row(one, "layout.stations.gate.servers").get_by_role("button", name="+1").click()
    expect(difference(one)).to_contain_text("gate · servers", timeout=LONG)
    expect(one.locator(".edit-told")).to_contain_text("one change", timeout=LONG)
    place = one.locator(".map-place[data-place=yard]")
    place.focus()
    place.press("Shift+ArrowRight")
    expect(difference(one)).to_contain_text("bench · place", timeout=LONG)
    east = one.get_by_label("east (m)")
    expect(east).not_to_have_value("0")
    east.fill("100")
    east.press("Tab")
    expect(difference(one)).to_contain_text("[100 m, -600 m]", timeout=LONG)
    expect(difference(one)).to_contain_text("608 m")  # the road grows with the way
    expect(one.locator(".map-mark.moved").first).to_be_attached(timeout=LONG)
    one.get_by_role("button", name="Undo").click()
    expect(difference(one)).not_to_contain_text("[100 m", timeout=LONG)
    one.get_by_role("button", name="Redo").click()
    keep(one, "more_gate")
    link = one.get_by_role("link", name="Compare with today")
    expect(link).to_be_visible(timeout=LONG)
    assert link.get_attribute("href") == "#/compare?layout=little_gate&scenarios=more_gate"
    text = (page.folder / "scenarios" / "more_gate.yaml").read_text(encoding="utf-8")
    assert "layout.stations.gate.servers: 3" in text or 'layout.stations.gate.servers: "3"' in text
    assert "layout.places.yard:" in text


def test_a_wrong_value_is_said_where_it_stands_and_nothing_is_lost_by_a_reload(tab):
    one = shown(tab(EDIT))
    field = row(one, "layout.stations.gate.servers").get_by_role("textbox")
    field.fill("2.5")
    field.press("Tab")
    expect(one.get_by_role("alert").first).to_contain_text("layout.stations.gate.servers", timeout=LONG)
    one.reload()
    expect(row(shown(one), "layout.stations.gate.servers").get_by_role("textbox").first).to_have_value("2.5")
    expect(one.get_by_role("alert").first).to_contain_text("2.5", timeout=LONG)
    row(one, "layout.stations.gate.servers").get_by_role("button", name="take back").click()
    expect(one.get_by_role("alert")).to_have_count(0, timeout=LONG)


def test_a_second_writer_is_shown_both_and_loses_nothing(tab, page):
    one = shown(tab(EDIT))
    row(one, "layout.stations.bench.servers").get_by_role("button", name="+1").click()
    theirs = {"words": ["layout=little_gate", "layout.stations.gate.servers=5"]}
    assert page.send("PUT", "/v1/scenarios/ours", theirs)[0] == 200
    keep(one, "ours")
    told = one.get_by_role("alert")
    expect(told).to_contain_text("layout.stations.gate.servers", timeout=LONG)
    expect(told).to_contain_text("layout.stations.bench.servers")
    told.get_by_role("button", name="Read it, and lay mine over it").click()
    expect(difference(one)).to_contain_text("gate · servers", timeout=LONG)
    expect(difference(one)).to_contain_text("bench · servers", timeout=LONG)
    one.get_by_role("button", name="Keep as scenario").click()
    expect(one.get_by_role("link", name="Run it")).to_be_visible(timeout=LONG)
    kept = page.send("GET", "/v1/scenarios/ours")[1]["text"]
    assert "layout.stations.gate.servers" in kept and "layout.stations.bench.servers" in kept


def test_the_ground_and_the_values_of_a_port_are_told_and_no_others(page):
    status, ground = page.send("GET", "/v1/ports/little_gate/ground")
    assert status == 200 and list(ground["places"]) == ["line", "yard"]
    status, values = page.send("GET", "/v1/ports/little_gate/editable")
    assert status == 200 and "layout.stations.gate.servers" in {one["path"] for one in values}
    status, told = page.send("GET", "/v1/ports/litle_gate/ground")
    assert status == 422 and "little_gate" in told["detail"][0]["text"]
    for wrong in ("..%2fx", "a-b", "%E5%8F%A3", "little_gate/ground?peak=a%20b"):
        assert page.send("GET", f"/v1/ports/{wrong}/ground")[0] in (404, 422)


def test_a_label_with_markup_is_text(tab, page):
    words = ["layout=little_gate", "layout.stations.gate.servers=3"]
    title = "<img src=x onerror=alert(1)>"
    assert page.send("PUT", "/v1/scenarios/marked", {"words": words, "label": title})[0] == 200
    one = shown(tab(f"{EDIT}&scenario=marked"))
    expect(one.locator("input[name=title]")).to_have_value(title, timeout=LONG)
    expect(one.locator("select[name=open]")).to_contain_text(title)
    assert one.locator("img[src=x]").count() == 0


def test_hours_are_moved_by_keys_and_the_file_is_the_form_both_ways(tab):
    one = shown(tab(EDIT))
    field = row(one, "demand.profiles.working_day.hours")
    hour = field.get_by_role("slider").nth(9)
    before = float(hour.get_attribute("aria-valuenow"))
    hour.press("ArrowUp")
    hour.press("Enter")
    expect(field.get_by_role("slider").nth(9)).to_have_attribute("aria-valuenow", f"{before + 0.1:g}")
    one.get_by_text("The file, to read and to write").click()
    file = one.get_by_label("The file", exact=True)
    assert f"09-10: {before + 0.1:g}" in file.input_value()
    file.fill(file.input_value().replace(f"09-10: {before + 0.1:g}", "09-10: 4"))
    file.press("Tab")
    expect(field.get_by_role("slider").nth(9)).to_have_attribute("aria-valuenow", "4")
    file.fill("mine:\n  changes:\n    - frobnicate: 3\n")
    file.press("Tab")
    expect(one.get_by_role("alert").filter(has_text="Line 3")).to_be_visible()


def test_what_is_written_as_a_file_reads_back_as_itself(tab):
    one = tab("#/jobs")
    told = one.evaluate("""async () => {
      const { textOf, changesIn } = await import("/parts/written.js");
      const { spansOf, weightsOf, withHour } = await import("/parts/wholes.js");
      const changes = { "layout.a.b": "3 min", "roster.c.closed": "[]", "~roster.shifts.o.day": "",
        "+roster.shifts.o.late": "{hours: 22:00-06:00, size: 4}",
        "demand.p.d.hours": "{00-08: 0, 08-24: 1}" };
      const back = changesIn(textOf({ name: "x", title: "a: \\"b\\"", changes })).changes;
      const weights = [...Array(24).keys()], kept = withHour(weights, 5, 20, true);
      return [JSON.stringify(back) === JSON.stringify(changes),
        weightsOf(spansOf(weights)).join() === weights.join(),
        Math.round(kept.reduce((sum, each) => sum + each, 0)), kept[5]];
    }""")
    assert told == [True, True, sum(range(24)), 20]
