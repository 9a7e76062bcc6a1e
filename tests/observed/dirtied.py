"""A week of true visits, told by devices whose faults a test chooses."""

import numpy as np
import pandas as pd
from recorded import EPOCH, true_visits

from twin.calibrate.synth import devices, dirt
from twin.calibrate.synth.faults import Faults

DOES = {
    "gate_in": "gate",
    "documents": "document_check",
    "weighbridge": "weighing",
    "scanner": "scan",
    "inspection": "examination",
    "gate_out": "gate",
}
MISSING = {"plate": "", "rfid": "", "declaration_id": "", "vehicle_class": "", "weight_kg": ""}


def week(days=7):
    """The true visits of the trucks that came in the first days, told in full."""
    visits = true_visits("port_b_devices")
    came = visits.groupby("case")["joined"].transform("min")
    return visits[came < EPOCH + days * 86400].reset_index(drop=True)


def told(visits, faults=None, seed=0):
    """The events that devices with these faults tell of true visits."""
    station_of = dict(visits[["server", "station"]].drop_duplicates().itertuples(index=False))
    station_of |= {"gate_in-approach": "gate_in"}
    port = devices.Port(tuple(station_of), station_of, ("gate_in",), ("gate_out",), DOES, "inspection")
    rng = np.random.default_rng(seed)
    rows = visits.assign(
        server=visits["server"].str.rsplit("-", n=1).str[1],
        visit=visits.sort_values(["case", "started"]).groupby("case").cumcount(),
        **{name: visits[name] - EPOCH for name in ("joined", "started", "ended")},
    )
    messages = devices.messages_of(rows, port, rng)
    messages["at_exit"] = messages["station"] == "gate_out"
    said = dirt.dirtied(messages, faults or Faults(), EPOCH, rng).replace(MISSING, None)
    return pd.DataFrame(
        {
            "row": np.arange(len(said)),
            "source": "log",
            "message": said["msg_id"].astype(str),
            "device": said["device_id"],
            "seq": said["seq"],
            "case": None,
            "station": said["station"],
            "kind": said["event_type"],
            "at": said["event_time"].round(3),
            "received": said["received_time"].round(3),
            "plate": said["plate"],
            "sureness": said["plate_conf"],
            "tag": said["rfid"],
            "declaration": said["declaration_id"],
            "weight": pd.to_numeric(said["weight_kg"]),
            "cls": said["vehicle_class"],
        }
    )
