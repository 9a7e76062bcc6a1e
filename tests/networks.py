"""Small ports, and networks of them, in a user's folder."""

from pathlib import Path

import yaml
from doors import write

SHIPPED = Path(__file__).parents[1] / "layouts"

NORTH = """
about: {label: {zh: 北, en: North}}
sources: {S1: a yearbook}
places: {line: [0 m, 0 m], yard: [100 m, 0 m]}
links: {road: {from: line, to: yard, length: 100 m, speed: 10 m/s}}
classes:
  truck: {label: {zh: 卡车, en: truck}, length: 16 m, attributes: {load: {full: 50 %, empty: 50 %}}}
  image: {kind: document}
stations:
  gate:
    label: {zh: 卡口, en: gate}
    does: gate
    at: line
    servers: 2 | S1
    hours: day
    service_time: {truck: 30 s | S1, other: 20 s}
    waiting_room: 5
    fails: 10 %
  review: {does: image_review, service_time: 1 min, needs: {analysts: 1}, hours: day}
  yard_gate: {does: gate, at: yard, service_time: 10 s, discipline: priority}
pools: {analysts: {}}
exits: {inland: {}}
parts:
  checks:
    - visit: gate
    - branch: gate.fails
      then: [{wait: 1 min}]
    - branch: selected
      then:
        - fork: picture
          into: {image: [{visit: review}]}
        - join: picture
    - branch: load
      cases: {full: [{mark: seen}], empty: []}
flows:
  trucks_in: {classes: truck, starts_at: line, steps: [{do: checks}, {visit: yard_gate}, {return: lorries}]}
  cars_in:
    classes: truck
    starts_at: line
    steps: [{wait: pass}, {visit: gate, as: again_there}, {leave: inland}]
"""
DEMAND = """
flows:
  trucks_in: {arrives: fleet, fleet: lorries}
  cars_in: {arrives: profile, volume: 100/d | S1, profile: flat}
profiles: {flat: {00-24: 1}}
fleets: {lorries: {class: truck, size: 20 | S1, away: 2 h}}
"""
ROSTER = """
calendars: {day: {hours: 08:00-20:00, closed: [feast]}}
shifts: {analysts: {early: {hours: 08:00-20:00, size: 1, closed: [feast]}}}
holidays: {feast: 01-01 to 01-02}
"""
POLICY = """
shares: {selected: {truck: 30 % | S1, other: 5 %}}
quotas: {pass: {count: 50, per: d}}
priority: [truck]
"""
OTHER_HOURS = """
calendars: {day: {hours: 09:00-20:00}}
shifts: {analysts: {early: {size: 1}}}
"""
WIDER = "wider: {changes: [{more: {layout.stations.gate.servers: 1}}]}\n"
NETWORK = """
about: {label: {zh: 两口岸, en: two ports}}
ports: {a: north, b: south}
"""


def two_ports(folder, network=NETWORK, **files):
    """A folder with the ports north and south, which are alike, and a network `both` of them."""
    said = {"layouts": NORTH, "layouts/demand": DEMAND, "layouts/roster": ROSTER, "layouts/policy": POLICY}
    for place, text in said.items():
        write(folder, f"{place}/north.yaml", text)
        write(folder, f"{place}/south.yaml", text.replace("North", "South").replace("北", "南"))
    write(folder, "layouts/equipment/catalogue.yaml", "big: {does: gate, service_time: 5 s}\n")
    write(folder, "experiments/one_week.yaml", "start: 2024-03-04 00:00\nhorizon: 1 d\nreplications: 1\n")
    write(folder, "layouts/both.yaml", network)
    for place, text in files.items():
        write(folder, f"{place.replace('__', '/')}.yaml", text)
    return folder


def shipped_ports():
    """The names of the shipped layouts that are no networks."""
    files = sorted(SHIPPED.glob("*.yaml"))
    return [file.stem for file in files if "ports" not in yaml.safe_load(file.read_text("utf-8"))]
