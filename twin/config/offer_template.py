"""An example of a file of offers, to be filled in."""

TEMPLATE = """\
# Example: every offer and every number is invented. One row an offer; a line that begins with # is a remark.
# model: a machine of the catalogue (twin list equipment) whose values hold where a column is empty.
# X is what the vendor claims, X_tested what a test found, X_evidence where that can be read.
name,vendor,model,price,upkeep,life,residual,delivery,service_time,throughput,move_up,detection,\
detection_tested,detection_evidence,false_alarm,mtbf,mttr,crew,power,footprint,note
Gantry A,Example Ltd,h986_relocatable,28 M CNY,2.5 M CNY/y,12 y,1 M CNY,9 months,triangular 90 s 120 s 180 s,\
,10 s,92 %,,,3 %,600 h,12 h,2,40 kW,900 m2,invented
Drive-through B,Sample Inc,h986_fast,24 M CNY,8 %/y,12 y,0 CNY,6 months,,100/h,10 s,\
90 %,86 %,factory test of the example,4 %,500 h,12 h,2,45 kW,700 m2,invented
"""
COLUMNS = TEMPLATE.split("\n")[3].split(",")
MOST = 8  # models that are named


def models_for(words, station):
    """[model] of the catalogue that do what a station of a port does; it is refused where none does."""
    from twin.config.equipping import Site
    from twin.model.errors import Fault, ScenarioError

    site = Site(words)
    does = site.station(station).does
    found = [name for name, model in site.catalogue.models.items() if model.get("does") == does]
    if not found:
        text = f"does {does}, and no model of the catalogue does; describe every offer in full (twin procure)"
        raise ScenarioError([Fault("--station", station, text)])
    return found[:MOST]
