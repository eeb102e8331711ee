"""The fixed finding list, shared by every encoder and decoder; its order is the packs'."""

FINDINGS: tuple[str, ...] = (
    "Atelectasis",
    "Cardiomegaly",
    "Effusion",
    "Infiltration",
    "Mass",
    "Nodule",
    "Pneumonia",
    "Pneumothorax",
    "Consolidation",
    "Edema",
    "Emphysema",
    "Fibrosis",
    "Pleural_Thickening",
    "Hernia",
    "Fracture",
    "Support_Devices",
    "No Finding",
)
"""The 14 names of NIH ChestX-ray14, two more that IU and ROCO texts give, and the normal film."""

NIH_FINDINGS: tuple[str, ...] = FINDINGS[:14]
NO_FINDING: str = "No Finding"
FINDING_INDEX: dict[str, int] = {name: index for index, name in enumerate(FINDINGS)}

VIEWS: tuple[str, ...] = ("frontal", "lateral", "other")
"""`other` is a picture that is no chest film."""

ORIENTATIONS: tuple[str, ...] = (
    "upright",
    "rotated_90_cw",
    "rotated_180",
    "rotated_270_cw",
    "inverted",
)
"""How the picture was given: turned clockwise from upright, or with a negative grey scale."""
