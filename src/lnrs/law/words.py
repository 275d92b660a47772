"""Words with a particular meaning in a strategy, for people who meet them for the first time."""

MEANINGS = {
    "Area of particular importance for biodiversity": "A national conservation site, a local nature reserve, a local "
    "wildlife site or irreplaceable habitat.",
    "Area that could become of particular importance": "Land where a potential measure is mapped and which is not of "
    "particular importance yet.",
    "Criterion": "Something that makes one piece of land better for a measure than another, such as nearness to "
    "a habitat.",
    "Edition": "One published version of this strategy. It never changes: a correction is a new edition.",
    "Irreplaceable habitat": "Habitat that would be very hard to make anew, such as ancient woodland.",
    "Local habitat map": "The map that the Environment Act asks for beside this statement.",
    "Mapped measure": "A potential measure that is shown on the map, where it would do most.",
    "Metric habitat": "The name that the statutory biodiversity metric gives to a habitat. It matters for "
    "biodiversity net gain.",
    "National conservation site": "A Site of Special Scientific Interest, National Nature Reserve, Ramsar site, Marine "
    "Conservation Zone, Special Area of Conservation or Special Protection Area (Environment Act 2021 s.108).",
    "Potential measure": "A practical action that would serve a priority. It is a proposal and obliges nobody.",
    "Priority": "An outcome for habitats or species that the strategy seeks.",
    "Responsible authority": "The body that prepares and publishes the strategy.",
    "Wider measure": "A potential measure that is not mapped, because no single place is best for it.",
}
