"""Builds a small network in a moto server: two VPCs, a peering, a transit gateway, a load balancer, a VPN, a database.

Secrets are planted wherever AWS prints some; their text is the first argument. AWS_ENDPOINT_URL says where.
"""

import base64
import sys

import boto3

secret, region = sys.argv[1], sys.argv[2]


def client(service):
    return boto3.client(service, region_name=region)


ec2 = client("ec2")


def named(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]


def vpc(name, cidr):
    vpc = ec2.create_vpc(CidrBlock=cidr, TagSpecifications=named("vpc", name))["Vpc"]["VpcId"]
    return vpc


def subnet(vpc, name, cidr, zone):
    made = ec2.create_subnet(
        VpcId=vpc, CidrBlock=cidr, AvailabilityZone=region + zone, TagSpecifications=named("subnet", name))
    return made["Subnet"]["SubnetId"]


def group(vpc, name, *rules):
    made = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    for port, source in rules:
        where = (
            {"UserIdGroupPairs": [{"GroupId": source}]} if source.startswith("sg-")
            else {"IpRanges": [{"CidrIp": source}]})
        ec2.authorize_security_group_ingress(
            GroupId=made, IpPermissions=[{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **where}])
    return made


def instance(subnet, name, address, groups, **more):
    ec2.run_instances(
        ImageId="ami-12c6146b", MinCount=1, MaxCount=1, InstanceType="t3.micro", SubnetId=subnet,
        PrivateIpAddress=address, SecurityGroupIds=groups, TagSpecifications=named("instance", name), **more)


shop = vpc("shop", "10.0.0.0/16")
office = vpc("office", "10.1.0.0/16")
public_a = subnet(shop, "public-a", "10.0.0.0/24", "a")
public_b = subnet(shop, "public-b", "10.0.1.0/24", "b")
data_a = subnet(shop, "data-a", "10.0.10.0/24", "a")
data_b = subnet(shop, "data-b", "10.0.11.0/24", "b")
desk = subnet(office, "desk", "10.1.0.0/24", "a")

gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=shop)
public = ec2.create_route_table(VpcId=shop, TagSpecifications=named("route-table", "public"))["RouteTable"]["RouteTableId"]
ec2.create_route(RouteTableId=public, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
for place in (public_a, public_b):
    ec2.associate_route_table(RouteTableId=public, SubnetId=place)

web = group(shop, "web", (443, "0.0.0.0/0"))
db = group(shop, "db", (5432, web))
desks = group(office, "desks")
instance(public_a, "web-1", "10.0.0.10", [web])
instance(data_a, "db-1", "10.0.10.10", [db])
instance(desk, "desk-1", "10.1.0.10", [desks])

peering = ec2.create_vpc_peering_connection(VpcId=shop, PeerVpcId=office)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
ec2.create_route(RouteTableId=public, DestinationCidrBlock="10.1.0.0/16", VpcPeeringConnectionId=peering)

transit = ec2.create_transit_gateway(Description="hub")["TransitGateway"]["TransitGatewayId"]
ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=transit, VpcId=shop, SubnetIds=[data_a])
ec2.create_transit_gateway_route_table(TransitGatewayId=transit)

addresses = ec2.create_managed_prefix_list(
    PrefixListName="offices", AddressFamily="IPv4", MaxEntries=5,
    Entries=[{"Cidr": "203.0.113.0/24", "Description": "one"}])["PrefixList"]["PrefixListId"]
ec2.create_route(RouteTableId=public, DestinationPrefixListId=addresses, GatewayId=gateway)

customer = ec2.create_customer_gateway(BgpAsn=65000, PublicIp="192.0.2.1", Type="ipsec.1")["CustomerGateway"]["CustomerGatewayId"]
vpn = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
ec2.attach_vpn_gateway(VpcId=office, VpnGatewayId=vpn)
ec2.create_vpn_connection(
    CustomerGatewayId=customer, VpnGatewayId=vpn, Type="ipsec.1",
    Options={"StaticRoutesOnly": True, "TunnelOptions": [{"PreSharedKey": secret}, {"PreSharedKey": secret}]})

instance(public_b, "web-2", "10.0.1.10", [web], UserData="#!/bin/sh\necho " + secret)

elbv2 = client("elbv2")
balancer = elbv2.create_load_balancer(Name="front", Subnets=[public_a, public_b], SecurityGroups=[web])["LoadBalancers"][0]["LoadBalancerArn"]
targets = elbv2.create_target_group(Name="app", Protocol="HTTP", Port=8080, VpcId=shop, TargetType="ip")["TargetGroups"][0]["TargetGroupArn"]
elbv2.register_targets(TargetGroupArn=targets, Targets=[{"Id": "10.0.10.10", "Port": 8080}])
elbv2.create_listener(
    LoadBalancerArn=balancer, Protocol="HTTP", Port=80,
    DefaultActions=[{"Type": "forward", "TargetGroupArn": targets}])

rds = client("rds")
rds.create_db_subnet_group(DBSubnetGroupName="data", DBSubnetGroupDescription="data", SubnetIds=[data_a, data_b])
rds.create_db_instance(
    DBInstanceIdentifier="orders", DBInstanceClass="db.t3.micro", Engine="postgres", AllocatedStorage=20,
    MasterUsername="root" + secret[:8], MasterUserPassword=secret, DBSubnetGroupName="data",
    VpcSecurityGroupIds=[db])

ec2.create_launch_template(
    LaunchTemplateName="web", LaunchTemplateData={"ImageId": "ami-12c6146b", "UserData": base64.b64encode(secret.encode()).decode()})
print(f"{shop} {office} {transit} {balancer}")
