"""A log says by its names and contents which column is what; a map says it where they do not."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recovery import rows_of
from storing import log, message, stored

from twin.model.errors import ScenarioError
from twin.observed.mapping.map import Field, Map, read_map, read_text, written
from twin.observed.mapping.proposing import propose
from twin.observed.mapping.times import FORMATS, format_of, read_times
from twin.observed.reading.opening import source
from twin.observed.store.importing import Door


def proposed(path, zone="UTC"):
    one = source(str(path))
    return propose(one.name, next(one.pieces(0)), zone)


def columns(map_):
    return {name: " + ".join(field.columns) or f"= {field.value}" for name, field in map_.fields.items()}


def shortened(name, path):
    head, *lines = rows_of(name).splitlines()[:3000]
    return log(path / "log.csv", lines, head)


def test_a_log_of_devices_maps_itself(tmp_path):
    map_ = proposed(shortened("port_b_devices", tmp_path))
    assert columns(map_) == {
        "message": "msg_id", "device": "device_id", "seq": "seq", "station": "station", "kind": "event_type",
        "at": "event_time", "received": "received_time", "plate": "plate", "sureness": "plate_conf",
        "tag": "rfid", "declaration": "declaration_id", "weight": "weight_kg", "cls": "vehicle_class",
    }  # fmt: skip
    assert map_.form == "messages" and map_.left_out == ()


def test_a_log_of_visits_maps_itself(tmp_path):
    map_ = proposed(shortened("port_a_clean", tmp_path))
    assert map_.form == "visits" and map_.left_out == ()
    assert columns(map_) == {
        "case": "case_id", "cls": "vehicle_class", "station": "activity", "device": "resource",
        "arrived": "arrival_time", "started": "start_time", "ended": "end_time",
    }  # fmt: skip


OTHERS = {
    "chinese": (
        "流水号;卡口;设备编号;事件类型;采集时间;入库时间;车牌号码;"
        "置信度;毛重(吨);车型",
        "{i};一号卡口;LPR-{d};{zh};2026/3/{day} 8:{m:02};2026-03-{day:02} 08:{m:02}:05;"
        "蒙A{i:05};9{d};3{d},5;重车",
        {"station": "卡口", "device": "设备编号", "kind": "事件类型", "at": "采集时间",
         "received": "入库时间", "plate": "车牌号码", "sureness": "置信度", "weight": "毛重(吨)",
         "cls": "车型"},
    ),
    "process mining": (
        "case:concept:name,concept:name,org:resource,time:timestamp,lifecycle:transition",
        "c{c},{step},Ann{d},2026-03-{day:02}T08:{m:02}:00+01:00,{life}",
        {"case": "case:concept:name", "station": "concept:name", "device": "org:resource",
         "at": "time:timestamp", "kind": "lifecycle:transition"},
    ),
    "spreadsheet": (
        "Case ID;Activity;Resource;Start Timestamp;Complete Timestamp;Role",
        "{c};{step};Ann{d};{serial:.4f};{later:.4f};Clerk",
        {"case": "Case ID", "station": "Activity", "device": "Resource", "started": "Start Timestamp",
         "ended": "Complete Timestamp", "cls": "Role"},
    ),
    "date and clock apart": (
        "call_id,date,q_start,ser_start,ser_exit,server",
        "{i},2026-03-{day:02},08:{m:02}:00,08:{m:02}:30,09:{m:02}:00,AVI{d}",
        {"case": "call_id", "arrived": "date + q_start", "started": "date + ser_start",
         "ended": "date + ser_exit", "device": "server"},
    ),
    "one time only": (
        "case,task,when", "c{c},{step},03/{day:02}/2026 {m:02}:15 PM",
        {"case": "case", "station": "task", "at": "when", "kind": "= end"},
    ),
    "times of something else": (
        "activity;case;start;end;org:role;org:resource;holiday_from;holiday_to",
        "{step};{c};2026-03-{day:02} 08:{m:02};2026-03-{day:02} 09:{m:02};Clerk;Ann{d};2026-03-01;2026-03-02",
        {"station": "activity", "case": "case", "started": "start", "ended": "end", "device": "org:resource",
         "arrived": None, "received": None},
    ),
    "no head": (
        "1,2026-03-02T08:00:00Z,2026-03-02T08:00:01Z,gate,start",
        "{i},2026-03-{day:02}T08:{m:02}:00Z,2026-03-{day:02}T08:{m:02}:01Z,{step},{kind}",
        {"at": "column_2", "received": "column_3", "station": "column_4", "kind": "column_5"},
    ),
}  # fmt: skip


def rows(form, number=60):
    for i in range(number):
        day = 2 + i // 12
        yield form.format(
            i=i, c=i // 3, d=i % 3, m=(i * 5 % 12) + 1, day=day, step=("gate", "scan", "desk")[i % 3],
            zh=("进", "开始", "结束")[i % 3], life=("start", "complete")[i % 2], kind=("start", "end")[i % 2],
            serial=46083 + i / 50, later=46083.01 + i / 50,
        )  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_logs_of_other_makers_map_themselves(name, tmp_path):
    head, form, wanted = OTHERS[name]
    path = log(
        tmp_path / "log.csv", [line.replace(".", ",") if ";" in line else line for line in rows(form)], head
    )
    found = columns(proposed(path))
    assert {field: found.get(field) for field in wanted} == wanted
    (done,), events = stored(str(tmp_path / "store.db"), path)
    assert done.refused == done.faults == 0 and len(events) >= 60
    assert events["at"].between(1772236800, 1772236800 + 20 * 86400).all()


def test_a_log_in_chinese_means_what_it_says(tmp_path):
    head, form, _ = OTHERS["chinese"]
    path = log(tmp_path / "log.csv", rows(form), head, "gb18030")
    _, events = stored(str(tmp_path / "store.db"), path, zone="Asia/Shanghai")
    first = events.iloc[0]
    assert (first["station"], first["kind"], first["plate"], first["cls"]) == (
        "一号卡口",
        "arrive",
        "蒙A00000",
        "重车",
    )
    assert (first["weight"], first["sureness"], first["at"]) == (30500.0, 0.9, 1772409660.0)


def test_a_map_that_is_written_reads_back(tmp_path):
    for name in ("port_a_clean", "port_b_devices"):
        map_ = proposed(shortened(name, tmp_path))
        again = read_text(written(map_), "map")
        plain = {key: field._replace(confidence=1.0, because="") for key, field in map_.fields.items()}
        assert again == map_._replace(fields=plain)


def test_a_map_is_obeyed(tmp_path):
    path = log(tmp_path / "log.csv", ["go;02.03.2026 08:00;1,5", "stop;02.03.2026 08:10;"], "what;then;load")
    fields = {
        "at": Field(("then",), format="day first"), "station": Field(value="weighbridge"),
        "kind": Field(("what",), values=(("go", "start"), ("stop", "end"))),
        "weight": Field(("load",), decimal=",", scale=1000.0),
    }  # fmt: skip
    (tmp_path / "MAP.yaml").write_text(written(Map("messages", "Asia/Ulaanbaatar", fields)), encoding="utf-8")
    _, events = stored(str(tmp_path / "s.db"), path, door=Door(read_map(tmp_path / "MAP.yaml")))
    assert events["kind"].tolist() == ["start", "end"] and set(events["station"]) == {"weighbridge"}
    assert events["at"].tolist() == [1772409600.0, 1772410200.0] and events["weight"][0] == 1500.0


def test_all_faults_of_a_map_are_told_at_once():
    text = """
form: messages
zone: Mars/Base
speed: 3
fields:
  plat: plate
  at: {column: t, format: backwards}
  kind: {column: k, values: {go: leave}}
  weight: {column: w, decimal: ';', scale: -1}
  arrived: a
"""
    with pytest.raises(ScenarioError) as caught:
        read_text(text, "MAP.yaml")
    told = str(caught.value)
    for part in (
        "speed", "Mars/Base", "did you mean plate?", "backwards", "is 'leave'", "decimal", "scale",
        "fields.station", "fields.arrived",
    ):  # fmt: skip
        assert part in told
    assert all(fault.place == "MAP.yaml" for fault in caught.value.faults)


def test_a_map_of_another_log_is_refused_with_the_columns_there_are(tmp_path):
    map_ = Map(
        "messages", "UTC", {"at": Field(("tiem",)), "kind": Field(value="end"), "station": Field(value="x")}
    )
    with pytest.raises(ScenarioError, match="no such column.*it has"):
        stored(str(tmp_path / "s.db"), log(tmp_path / "a.csv", [message(1)]), door=Door(map_))


def test_a_map_that_runs_code_or_never_ends_is_no_map():
    for text in ("!!python/object/apply:os.system ['true']", "[" * 200, "just words", "fields: {"):
        with pytest.raises(ScenarioError, match="no map that can be read|is missing"):
            read_text(text, "MAP.yaml")


WRITE = {
    "year first": "%Y-%m-%d %H:%M:%S", "day first": "%d.%m.%Y %H:%M:%S", "month by name": "%d %b %Y %H:%M:%S",
    "digits": "%Y%m%d%H%M%S",
}  # fmt: skip


@given(
    st.sampled_from(sorted(WRITE)),
    st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), min_size=1),
)
@settings(max_examples=40)
def test_times_are_read_as_they_were_written(how, moments):
    column = pa.array([moment.strftime(WRITE[how]) for moment in moments])
    wanted = [moment.replace(microsecond=0, tzinfo=UTC).timestamp() for moment in moments]
    assert read_times(column, how, "UTC").seconds.tolist() == wanted


@pytest.mark.parametrize("zone", ("UTC", "Asia/Shanghai"))
def test_excel_counts_days_and_unix_seconds(zone):
    ahead = 0.0 if zone == "UTC" else 8 * 3600.0
    for how, text in (("spreadsheet", "46083,34375"), ("spreadsheet", "46083.34375"), ("unix", "1772439300")):
        column = pa.array([text])
        assert format_of(column)[0] == how
        wanted = 1772439300.0 - (ahead if how == "spreadsheet" else 0.0)
        assert read_times(column, how, zone).seconds.tolist() == [wanted]


def test_an_hour_that_the_clock_shows_twice_is_the_first_and_is_counted():
    read = read_times(
        pa.array(["2026-11-01 01:30:00", "2026-03-08 02:30:00"]), "year first", "America/New_York"
    )
    assert read.seconds.tolist() == [1793511000.0, 1772953200.0] and read.twice.tolist() == [True, False]


DAYS = [datetime(2026, 3, day, 8, 5 * day % 60, tzinfo=UTC) for day in range(2, 13)]  # no day is no month
SHORT = {
    "short year, day first": "%d.%m.%y %H:%M", "short year, month first": "%m/%d/%y %I:%M %p",
    "short year first": "%y-%m-%d %H:%M:%S", "short year, month by name": "%d-%b-%y %H:%M",
    "day first": "%d/%m/%Y %H:%M", "month first": "%m/%d/%Y %H:%M",
}  # fmt: skip


@pytest.mark.parametrize("how", SHORT)
def test_the_order_of_day_month_and_year_is_that_by_which_days_follow_each_other(how):
    column = pa.array([moment.strftime(SHORT[how]) for moment in DAYS])
    assert format_of(column) == (how, 1.0, False)
    assert read_times(column, how, "UTC").seconds.tolist() == [moment.timestamp() for moment in DAYS]


def test_a_short_year_is_of_this_century_up_to_68():
    column = pa.array(["1/2/68", "1/2/69"])
    years = [
        datetime.fromtimestamp(at, UTC).year
        for at in read_times(column, "short year, day first", "UTC").seconds
    ]
    assert years == [2068, 1969]


def test_short_years_that_can_be_read_in_several_ways_are_refused_until_a_map_says_which(tmp_path):
    path = log(
        tmp_path / "log.csv", [f"gate,02/03/26 08:{i:02},start" for i in range(9)], "station,time,event"
    )
    with pytest.raises(ScenarioError, match="time.*several ways.*short year, month first"):
        stored(str(tmp_path / "s.db"), path)
    guess = proposed(path)
    assert guess.fields["at"].because.endswith("may be the other way round")
    fields = guess.fields | {"at": Field(("time",), format="short year, day first")}
    _, events = stored(str(tmp_path / "s.db"), path, door=Door(guess._replace(fields=fields)))
    assert events["at"].tolist() == [1772438400.0 + 60 * i for i in range(9)]


@pytest.mark.parametrize("text", ("2026-02-30 10:00", "2026-13-01", "25:00", "2026-03-02 10:61", "", "soon"))
def test_what_is_no_time_is_none(text):
    assert all(np.isnan(read_times(pa.array([text]), how, "UTC").seconds[0]) for how in FORMATS)
