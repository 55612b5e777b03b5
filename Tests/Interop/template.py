"""Reads a CloudFormation template and says what its values are: a small interpreter of its own.

Values that only a deployed resource has are asked of the caller.
"""

import ipaddress
import json
import re

import yaml


class Missing(Exception):
    """Something that the template names and nobody has."""


def load(path):
    """A template as plain values, the short forms (`!Ref x`) as long ones (`{"Ref": "x"}`)."""
    text = open(path, encoding="utf-8").read()
    if path.endswith(".json"):
        return json.loads(text)

    class Loader(yaml.SafeLoader):
        pass

    # Nothing but true and false are truth values, and nothing at all is a date.
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag not in ("tag:yaml.org,2002:timestamp",)]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def short(loader, suffix, node):
        if isinstance(node, yaml.ScalarNode):
            value = loader.construct_scalar(node)
        elif isinstance(node, yaml.SequenceNode):
            value = loader.construct_sequence(node, deep=True)
        else:
            value = loader.construct_mapping(node, deep=True)
        if suffix == "GetAtt" and isinstance(value, str):
            value = value.split(".", 1)
        return {suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix: value}

    Loader.add_multi_constructor("!", short)
    return yaml.load(text, Loader)


class Template:
    def __init__(self, document, region, account, parameters):
        self.document = document
        self.pseudo = {"AWS::Region": region, "AWS::AccountId": account, "AWS::Partition": "aws",
                       "AWS::StackName": "interop", "AWS::URLSuffix": "amazonaws.com", "AWS::NoValue": None}
        self.region = region
        self.parameters = {
            name: parameters.get(name, body.get("Default")) for name, body in document.get("Parameters", {}).items()}
        self.resources = {
            name: body for name, body in document["Resources"].items()
            if "Condition" not in body or self.condition(body["Condition"])}
        self.reference = None
        self.attribute = None

    def condition(self, name):
        return self.value(document_condition(self.document, name))

    def value(self, written):
        if isinstance(written, list):
            return [value for value in map(self.value, written) if value is not None]
        if not isinstance(written, dict):
            return written
        if len(written) == 1:
            (name, body), = written.items()
            if name == "Ref":
                return self.ref(body)
            if name == "Condition" and isinstance(body, str):
                return self.condition(body)
            if name.startswith("Fn::"):
                return self.function(name[4:], body)
        values = {key: self.value(value) for key, value in written.items()}
        return {key: value for key, value in values.items() if value is not None}

    def ref(self, name):
        if name in self.pseudo:
            return self.pseudo[name]
        if name in self.parameters:
            return self.parameters[name]
        return self.reference(name)

    def function(self, name, body):
        if name == "GetAtt":
            return self.attribute(*body)
        if name == "If":
            return self.value(body[1 if self.condition(body[0]) else 2])
        if name == "Sub":
            return self.substitute(body)
        if name == "GetAZs":
            return [(self.value(body) or self.region) + letter for letter in "abc"]
        values = self.value(body)
        if name == "Join":
            return values[0].join(map(str, values[1]))
        if name == "Split":
            return values[1].split(values[0])
        if name == "Select":
            return values[1][int(values[0])]
        if name == "Cidr":
            bits = int(values[2]) if len(values) > 2 else 8
            network = ipaddress.ip_network(values[0])
            parts = network.subnets(new_prefix=network.max_prefixlen - bits)
            return [str(next(parts)) for _ in range(int(values[1]))]
        if name == "FindInMap":
            return self.document["Mappings"][values[0]][values[1]][values[2]]
        if name == "Base64":
            return values
        if name == "Equals":
            return values[0] == values[1]
        if name == "Not":
            return not values[0]
        if name == "And":
            return all(values)
        if name == "Or":
            return any(values)
        raise Missing(f"Fn::{name}")

    def substitute(self, body):
        text, own = (body, {}) if isinstance(body, str) else (body[0], self.value(body[1]))

        def one(match):
            name = match.group(1).strip()
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in own:
                return str(own[name])
            return str(self.attribute(*name.split(".", 1)) if "." in name else self.ref(name))

        return re.sub(r"\$\{([^}]+)\}", one, text)


def document_condition(document, name):
    return document["Conditions"][name]
