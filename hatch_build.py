"""How a wheel takes the ports along."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("layouts", "scenarios", "experiments")


class CarryPorts(BuildHookInterface):
    """A wheel holds the ports as twin/_data; an editable install reads the tree itself."""

    def initialize(self, version, build_data):
        if version == "editable":
            return
        for folder in CARRIED:
            if Path(self.root, folder).is_dir():
                build_data["force_include"][folder] = f"twin/_data/{folder}"
        build_data["force_include"]["tests/data/oracles/cases"] = "twin/_data/oracles"
        for file in Path(self.root, "tests/data/oracles").glob("*.json"):
            build_data["force_include"][f"tests/data/oracles/{file.name}"] = f"twin/_data/{file.name}"
