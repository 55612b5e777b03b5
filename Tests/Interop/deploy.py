"""Deploys a CloudFormation template into what AWS_ENDPOINT_URL says, resource by resource.

    deploy.py TEMPLATE --region eu-west-1 [--parameter Name=value]...
"""

import argparse
import sys

import boto3
import botocore.exceptions

from template import Missing, Template, load

ACCOUNT = "123456789012"


class Deployment:
    def __init__(self, template, region):
        self.template = template
        self.ec2 = boto3.client("ec2", region_name=region)
        # By logical identifier: what the resource is called, and more of it.
        self.ids, self.facts, self.underway = {}, {}, []
        template.reference = self.id
        template.attribute = self.attribute

    # What values ask for

    def id(self, name):
        if name not in self.ids:
            self.make(name)
        return self.ids[name]

    def attribute(self, name, attribute):
        own = self.id(name)
        body = self.template.resources[name]
        known = self.facts.get(name, {})
        if attribute in known:
            return known[attribute]
        if attribute in ("CidrBlock", "AvailabilityZone"):
            return self.template.value(body["Properties"][attribute])
        if attribute.endswith("Id") or attribute in ("Arn", "Ref"):
            return own
        raise Missing(f"{name}.{attribute}")

    # Making

    def make(self, name):
        if name in self.underway:
            raise Missing("a circle: " + " ".join(self.underway + [name]))
        body = self.template.resources[name]
        self.underway.append(name)
        before = body.get("DependsOn", [])
        for other in [before] if isinstance(before, str) else before:
            self.id(other)
        properties = self.template.value(body.get("Properties", {}))
        kind = body["Type"].removeprefix("AWS::").replace("::", "_")
        method = getattr(self, kind, None)
        if method is None:
            raise Missing(body["Type"])
        self.ids[name] = method(name, properties)
        tags = properties.get("Tags")
        if tags and self.ids[name]:
            owner = self.facts.get(name, {}).get("AllocationId", self.ids[name])
            self.ec2.create_tags(Resources=[owner], Tags=tags)
        self.underway.remove(name)

    def EC2_VPC(self, name, p):
        id = self.ec2.create_vpc(CidrBlock=p["CidrBlock"])["Vpc"]["VpcId"]
        groups = self.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [id]}])["SecurityGroups"]
        self.facts[name] = {"DefaultSecurityGroup": groups[0]["GroupId"]}
        return id

    def EC2_Subnet(self, name, p):
        keys = ("VpcId", "CidrBlock", "Ipv6CidrBlock", "AvailabilityZone")
        id = self.ec2.create_subnet(**{key: p[key] for key in keys if key in p})["Subnet"]["SubnetId"]
        if p.get("MapPublicIpOnLaunch"):
            self.ec2.modify_subnet_attribute(SubnetId=id, MapPublicIpOnLaunch={"Value": True})
        return id

    def EC2_InternetGateway(self, name, p):
        return self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]

    def EC2_VPCGatewayAttachment(self, name, p):
        self.ec2.attach_internet_gateway(InternetGatewayId=p["InternetGatewayId"], VpcId=p["VpcId"])
        return ""

    def EC2_EIP(self, name, p):
        made = self.ec2.allocate_address(Domain="vpc")
        self.facts[name] = {"AllocationId": made["AllocationId"]}
        return made["PublicIp"]

    def EC2_NatGateway(self, name, p):
        made = self.ec2.create_nat_gateway(SubnetId=p["SubnetId"], AllocationId=p["AllocationId"])
        return made["NatGateway"]["NatGatewayId"]

    def EC2_RouteTable(self, name, p):
        return self.ec2.create_route_table(VpcId=p["VpcId"])["RouteTable"]["RouteTableId"]

    def EC2_Route(self, name, p):
        self.ec2.create_route(**p)
        return ""

    def EC2_SubnetRouteTableAssociation(self, name, p):
        return self.ec2.associate_route_table(**p)["AssociationId"]

    # Security groups

    def EC2_SecurityGroup(self, name, p):
        # Without a name CloudFormation makes one up.
        id = self.ec2.create_security_group(
            GroupName=p.get("GroupName", f"interop-{name}"), Description=p["GroupDescription"],
            VpcId=p["VpcId"])["GroupId"]
        for rule in p.get("SecurityGroupIngress", []):
            self.allow(id, rule, inward=True)
        # Any rule of the template's takes the place of AWS's own.
        if "SecurityGroupEgress" in p or self.has_egress(name):
            self.ec2.revoke_security_group_egress(
                GroupId=id, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
        for rule in p.get("SecurityGroupEgress", []):
            self.allow(id, rule, inward=False)
        self.facts[name] = {"GroupId": id, "VpcId": p["VpcId"]}
        return id

    def has_egress(self, name):
        return any(
            body["Type"] == "AWS::EC2::SecurityGroupEgress" and name in str(body["Properties"]["GroupId"])
            for body in self.template.resources.values())

    def allow(self, group, rule, inward):
        permission = {"IpProtocol": str(rule["IpProtocol"])}
        for key in ("FromPort", "ToPort"):
            if key in rule:
                permission[key] = int(rule[key])
        if "CidrIp" in rule:
            permission["IpRanges"] = [{"CidrIp": rule["CidrIp"]}]
        else:
            peer = "SourceSecurityGroupId" if inward else "DestinationSecurityGroupId"
            permission["UserIdGroupPairs"] = [{"GroupId": rule[peer]}]
        call = self.ec2.authorize_security_group_ingress if inward else self.ec2.authorize_security_group_egress
        try:
            call(GroupId=group, IpPermissions=[permission])
        except botocore.exceptions.ClientError as error:
            if error.response["Error"]["Code"] != "InvalidPermission.Duplicate":
                raise

    def EC2_SecurityGroupIngress(self, name, p):
        self.allow(p["GroupId"], p, inward=True)
        return ""

    def EC2_SecurityGroupEgress(self, name, p):
        self.allow(p["GroupId"], p, inward=False)
        return ""

    # Hosts

    def EC2_Instance(self, name, p):
        own = dict(p.get("NetworkInterfaces", [p])[0])
        groups = own.get("GroupSet", p.get("SecurityGroupIds", []))
        spec = {"DeviceIndex": 0, "SubnetId": own["SubnetId"], "Groups": groups}
        for key in ("PrivateIpAddress", "AssociatePublicIpAddress"):
            if key in own:
                spec[key] = own[key]
        made = self.ec2.run_instances(
            ImageId="ami-12c6146b", InstanceType="t3.micro", MinCount=1, MaxCount=1, NetworkInterfaces=[spec])
        return made["Instances"][0]["InstanceId"]

    # Between VPCs

    def EC2_VPCPeeringConnection(self, name, p):
        made = self.ec2.create_vpc_peering_connection(VpcId=p["VpcId"], PeerVpcId=p["PeerVpcId"])
        id = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        self.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=id)
        return id

    def EC2_TransitGateway(self, name, p):
        options = {key: p[key] for key in ("DefaultRouteTableAssociation", "DefaultRouteTablePropagation") if key in p}
        return self.ec2.create_transit_gateway(Options=options)["TransitGateway"]["TransitGatewayId"]

    def EC2_TransitGatewayAttachment(self, name, p):
        made = self.ec2.create_transit_gateway_vpc_attachment(
            **{key: p[key] for key in ("TransitGatewayId", "VpcId", "SubnetIds")})
        return made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]

    def EC2_TransitGatewayRouteTable(self, name, p):
        made = self.ec2.create_transit_gateway_route_table(TransitGatewayId=p["TransitGatewayId"])
        return made["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"]

    def EC2_TransitGatewayRouteTableAssociation(self, name, p):
        self.ec2.associate_transit_gateway_route_table(**p)
        return ""

    def EC2_TransitGatewayRouteTablePropagation(self, name, p):
        self.ec2.enable_transit_gateway_route_table_propagation(**p)
        return ""

    def EC2_TransitGatewayRoute(self, name, p):
        self.ec2.create_transit_gateway_route(**p)
        return ""

    def EC2_VPCEndpoint(self, name, p):
        keys = ("VpcId", "ServiceName", "VpcEndpointType", "RouteTableIds", "SubnetIds", "SecurityGroupIds", "PrivateDnsEnabled")
        return self.ec2.create_vpc_endpoint(**{key: p[key] for key in keys if key in p})["VpcEndpoint"]["VpcEndpointId"]


def main():
    parser = argparse.ArgumentParser(description="Deploy a template, resource by resource.")
    parser.add_argument("template")
    parser.add_argument("--region", required=True)
    parser.add_argument("--parameter", action="append", default=[], help="Name=value")
    arguments = parser.parse_args()
    given = dict(pair.split("=", 1) for pair in arguments.parameter)
    template = Template(load(arguments.template), arguments.region, ACCOUNT, given)
    deployment = Deployment(template, arguments.region)
    failed = []
    for name in template.resources:
        try:
            deployment.id(name)
        except (Missing, botocore.exceptions.ClientError, botocore.exceptions.ParamValidationError) as error:
            deployment.underway.clear()
            failed.append(f"{name}: {error}")
    print(f"{len(deployment.ids)} of {len(template.resources)} resources are made")
    for line in failed:
        print(f"  not made: {line}")
    sys.exit(1 if failed else 0)


main()
