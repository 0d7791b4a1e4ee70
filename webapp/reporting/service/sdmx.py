"""A published table as SDMX-CSV 2.0, and its structure as SDMX-JSON 2.0: code lists, concepts, dimensions, dataflow."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from webapp.reporting.rules.layout import Cell, Laid
from webapp.reporting.rules.tables import TOTAL

AGENCY, VERSION = "BPS3316", "1.0"
_CORE = "urn:sdmx:org.sdmx.infomodel."


def identifier(text: str) -> str:
    """What SDMX takes as an id: letters, digits and underlines."""
    return text if text == TOTAL else re.sub(r"[^A-Z0-9]+", "_", text.upper()).strip("_")


def write(folder: Path, laid: Laid, figures: dict[Cell, int], year: str) -> None:
    """NAME.sdmx.csv and NAME.structure.json."""
    key = laid.table.key
    with (folder / f"{key}.sdmx.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        dimensions = [identifier(column) for column in laid.table.columns]
        lines.writerow(
            ["STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", *dimensions, "TIME_PERIOD", "OBS_VALUE"]
        )
        flow = f"{AGENCY}:DF_{identifier(key)}({VERSION})"
        for _key, place, values in laid.counts:
            codes = [identifier(value) for value in values]
            lines.writerow(
                ["dataflow", flow, "R", place.replace(".", ""), *codes, year, figures[key, place, values]]
            )
    (folder / f"{key}.structure.json").write_text(
        json.dumps({"data": structure(laid)}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def structure(laid: Laid) -> dict[str, Any]:
    """What the columns of the file are and which codes may stand in them."""
    key, columns = identifier(laid.table.key), laid.table.columns
    areas = {place.replace(".", ""): place for place in sorted({cell[1] for cell in laid.counts})}
    lists = [_codes("CL_AREA", "Kode wilayah Kemendagri tanpa titik", areas)]
    for column, names in zip(columns, laid.categories, strict=True):
        lists.append(
            _codes(f"CL_{identifier(column)}", column, {identifier(v): name for v, name in names.items()})
        )
    dimensions = [
        {"id": identifier(column), "position": at, "conceptIdentity": _concept(identifier(column)),
         "localRepresentation": {"enumeration": _urn("codelist.Codelist", f"CL_{identifier(column)}")}}
        for at, column in enumerate(("area", *columns))
    ]  # fmt: skip
    dimensions[0] |= {"id": "REF_AREA", "conceptIdentity": _concept("REF_AREA")}
    components = {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions,
                          "timeDimensions": [{"id": "TIME_PERIOD", "conceptIdentity": _concept("TIME_PERIOD"),
                                              "localRepresentation": {"format": {"dataType": "GregorianYear"}}}]},
        "measureList": {"id": "MeasureDescriptor",
                        "measures": [{"id": "OBS_VALUE", "conceptIdentity": _concept("OBS_VALUE")}]},
    }  # fmt: skip
    concepts = ["REF_AREA", *(identifier(column) for column in columns), "TIME_PERIOD", "OBS_VALUE"]
    return {
        "codelists": lists,
        "conceptSchemes": [{**_named("CS_CENSUS", "Konsep sensus"),
                            "concepts": [{"id": one, "name": one} for one in concepts]}],
        "dataStructures": [{**_named(f"DSD_{key}", laid.table.title), "dataStructureComponents": components}],
        "dataflows": [{**_named(f"DF_{key}", laid.table.title),
                       "structure": _urn("datastructure.DataStructure", f"DSD_{key}")}],
    }  # fmt: skip


def _named(name: str, words: str) -> dict[str, Any]:
    return {"id": name, "agencyID": AGENCY, "version": VERSION, "name": words}


def _codes(name: str, words: str, codes: dict[str, str]) -> dict[str, Any]:
    return {**_named(name, words), "codes": [{"id": code, "name": label} for code, label in codes.items()]}


def _urn(kind: str, name: str) -> str:
    return f"{_CORE}{kind}={AGENCY}:{name}({VERSION})"


def _concept(name: str) -> str:
    return f"{_CORE}conceptscheme.Concept={AGENCY}:CS_CENSUS({VERSION}).{name}"
