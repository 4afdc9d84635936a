"""Sales of houses in King County (Seattle), May 2014 to May 2015, CC0.

Published as "House Sales in King County, USA" by harlfoxem from the county's public records.
"""

import csv
import gzip
import hashlib
from pathlib import Path

import numpy as np

from generator.progress import Progress
from generator.train.data import Data, Split
from generator.train.datasets import local
from generator.train.datasets.download import Archive, fetch
from generator.train.frontends import house

NAME = "King County"
SOURCE = "House Sales in King County, USA (harlfoxem, public records of the county), CC0"
USD_PER_OUTPUT = 1e6

_ARCHIVE = Archive(
    "https://raw.githubusercontent.com/Sumeet1203/KC_House/"
    "2cf3a3522cb0c4d436067c4d8b19d21ebfa71659/kc_house_data.csv",
    "35bd64d83c3d6011a2b30e79d020bf204d418ad125e09afc651a81029e9c34bd",
)


def load(data: Path | None, progress: Progress) -> Data:
    """21,613 sales, a fifth of them for testing: 19 features each, prices in millions of dollars.

    From the folder `data`, shared data, or the web. What stands at one place is all in one part, so
    that no house is tested that was learned from an earlier sale. Raises RequestError where `data`
    is given but has none, ToolError where a download fails.
    """
    found = local.find("datasets/housing/kc_house_data.csv.gz", data)
    text = gzip.decompress(found.read_bytes()) if found else fetch(_ARCHIVE, progress).read_bytes()
    records = list(csv.DictReader(text.decode("ascii").splitlines()))
    held_out = np.array([_is_held_out(record) for record in records])
    sales = Split(
        np.stack([house.network_input(record) for record in records]),
        np.array([[float(r["price"]) / USD_PER_OUTPUT] for r in records], dtype=np.float32),
    )
    return Data(sales.take(np.flatnonzero(~held_out)), sales.take(np.flatnonzero(held_out)))


def _is_held_out(record: dict[str, str]) -> bool:
    place = f"{record['lat']} {record['long']}".encode()
    return hashlib.sha1(place, usedforsecurity=False).digest()[0] % 5 == 0
