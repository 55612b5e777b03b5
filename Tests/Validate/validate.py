"""Holds every report in a folder against its published schema: python validate.py SARIF-SCHEMA JUNIT-SCHEMA FOLDER"""

import json
import pathlib
import sys

import jsonschema
from lxml import etree


def main() -> int:
    sarif_schema, junit_schema, folder = sys.argv[1:]
    schema = json.loads(pathlib.Path(sarif_schema).read_text())
    sarif = jsonschema.validators.validator_for(schema)(schema)
    junit = etree.XMLSchema(etree.parse(junit_schema))
    wrong = 0
    for file in sorted(pathlib.Path(folder).glob("*.sarif")):
        for error in sarif.iter_errors(json.loads(file.read_text())):
            wrong += 1
            print(f"{file.name}: {list(error.path)}: {error.message[:300]}")
    for file in sorted(pathlib.Path(folder).glob("*.xml")):
        if not junit.validate(etree.parse(str(file))):
            wrong += len(junit.error_log)
            for error in junit.error_log:
                print(f"{file.name}:{error.line}: {error.message}")
    reports = len(list(pathlib.Path(folder).glob("*.sarif"))) + len(list(pathlib.Path(folder).glob("*.xml")))
    print(f"{reports} reports, {wrong} errors")
    return 1 if wrong or not reports else 0


sys.exit(main())
