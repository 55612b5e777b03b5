# Resources of their own conflict with what is written inside another: where yours have ingress, egress or route
# blocks in aws_security_group, aws_network_acl or aws_route_table, or security_groups in an interface or instance,
# write the same there instead.

variable "rtb_main" {
  type        = string
  description = "identifier of route table main"
}

variable "acl_default" {
  type        = string
  description = "identifier of network ACL default"
}

# sg:db +in tcp/5432 from sg:web "the web tier's, \"for now\": ${none} %{of} it"
resource "aws_vpc_security_group_ingress_rule" "db_tcp_5432_from_web" {
  security_group_id            = "sg-0aaaaaaaaaaaaaaa2"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = "sg-0aaaaaaaaaaaaaaa1"
  description                  = "the web tier's, \"for now\": $${none} %%{of} it"
}

# sg:db +in all from sg:partner
resource "aws_vpc_security_group_ingress_rule" "db_all_from_partner" {
  security_group_id            = "sg-0aaaaaaaaaaaaaaa2"
  ip_protocol                  = "-1"
  referenced_security_group_id = "sg-0aaaaaaaaaaaaaaa3"
}

# sg:db +in icmp all from ::/0
resource "aws_vpc_security_group_ingress_rule" "db_icmp_all_from_any_ipv6" {
  security_group_id = "sg-0aaaaaaaaaaaaaaa2"
  ip_protocol       = "icmp"
  from_port         = -1
  to_port           = -1
  cidr_ipv6         = "::/0"
}

# sg:db +out icmp/3/4 to pl:office
resource "aws_vpc_security_group_egress_rule" "db_icmp_3_4_to_office" {
  security_group_id = "sg-0aaaaaaaaaaaaaaa2"
  ip_protocol       = "icmp"
  from_port         = 3
  to_port           = 4
  prefix_list_id    = "pl-0123456789abcdef0"
}

# sg:db +out proto/47 to 10.9.0.0/16
resource "aws_vpc_security_group_egress_rule" "db_proto_47_to_10_9_0_0_16" {
  security_group_id = "sg-0aaaaaaaaaaaaaaa2"
  ip_protocol       = "47"
  cidr_ipv4         = "10.9.0.0/16"
}

# sg:web -in tcp/443 from 0.0.0.0/0
# delete its aws_vpc_security_group_ingress_rule or aws_security_group_rule (sgr-0123456789abcdef0), or its ingress block in the aws_security_group

# sg:web -in tcp/8080 from 10.0.0.0/16
# delete its aws_vpc_security_group_ingress_rule or aws_security_group_rule, or its ingress block in the aws_security_group

# web-1 +sg:db
resource "aws_network_interface_sg_attachment" "web_1_db" {
  security_group_id    = "sg-0aaaaaaaaaaaaaaa2"
  network_interface_id = "eni-0123456789abcdef0"
}

# web-1 -sg:web
# delete its aws_network_interface_sg_attachment, or take "sg-0aaaaaaaaaaaaaaa1" out of security_groups of web-1 or vpc_security_group_ids of its instance

# web-1 -sg:db
# delete its aws_network_interface_sg_attachment, or take "sg-0aaaaaaaaaaaaaaa2" out of security_groups of web-1 or vpc_security_group_ids of its instance

# acl:data in 90 deny tcp/22 from 0.0.0.0/0
resource "aws_network_acl_rule" "data_in_90" {
  network_acl_id = "acl-0123456789abcdef0"
  rule_number    = 90
  egress         = false
  protocol       = "6"
  rule_action    = "deny"
  cidr_block     = "0.0.0.0/0"
  from_port      = 22
  to_port        = 22
}

# acl:data out 100 allow udp all to ::/0
# in the place of the aws_network_acl_rule, or the egress block of the network ACL, with this number
resource "aws_network_acl_rule" "data_out_100" {
  network_acl_id  = "acl-0123456789abcdef0"
  rule_number     = 100
  egress          = true
  protocol        = "17"
  rule_action     = "allow"
  ipv6_cidr_block = "::/0"
  from_port       = 0
  to_port         = 65535
}

# acl:data in 110 allow icmp/8 from 10.0.0.0/8
resource "aws_network_acl_rule" "data_in_110" {
  network_acl_id = "acl-0123456789abcdef0"
  rule_number    = 110
  egress         = false
  protocol       = "1"
  rule_action    = "allow"
  cidr_block     = "10.0.0.0/8"
  icmp_type      = 8
  icmp_code      = -1
}

# acl:data -out 100
# delete the aws_network_acl_rule with rule_number 100 and egress = true, or the egress block with rule_no 100

# rtb:app 0.0.0.0/0 via internet-gateway
# in the place of the aws_route, or the route block, with this destination
resource "aws_route" "app_default_ipv4" {
  route_table_id         = "rtb-0123456789abcdef0"
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = "igw-0123456789abcdef0"
}

# rtb:app ::/0 via egress-only-gateway
resource "aws_route" "app_default_ipv6" {
  route_table_id              = "rtb-0123456789abcdef0"
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = "eigw-0123456789abcdef0"
}

# rtb:app 10.9.0.0/16 via peering:shop
resource "aws_route" "app_10_9_0_0_16" {
  route_table_id            = "rtb-0123456789abcdef0"
  destination_cidr_block    = "10.9.0.0/16"
  vpc_peering_connection_id = "pcx-0123456789abcdef0"
}

# rtb:app pl:office via interface:web-1
resource "aws_route" "app_office" {
  route_table_id             = "rtb-0123456789abcdef0"
  destination_prefix_list_id = "pl-0123456789abcdef0"
  network_interface_id       = "eni-0123456789abcdef0"
}

# rtb:app 192.168.0.0/16 via vpn-gateway:vgw
resource "aws_route" "app_192_168_0_0_16" {
  route_table_id         = "rtb-0123456789abcdef0"
  destination_cidr_block = "192.168.0.0/16"
  gateway_id             = "vgw-0123456789abcdef0"
}

# rtb:app 172.16.0.0/12 via kind "local gateway" lgw-0123456789abcdef0
resource "aws_route" "app_172_16_0_0_12" {
  route_table_id         = "rtb-0123456789abcdef0"
  destination_cidr_block = "172.16.0.0/12"
  local_gateway_id       = "lgw-0123456789abcdef0"
}

# rtb:app 172.32.0.0/16 via kind outpost op-1
# no argument of aws_route names this target

# rtb:app 172.33.0.0/16 via vpn-gateway:vgw propagated
# AWS makes propagated routes itself: aws_vpn_gateway_route_propagation of the table and the gateway

# rtb:app 10.0.0.0/16 via local
# the local routes are always there: aws_route has none; delete the aws_route or the route block that changes it

# rtb:app -pl:s3
# delete the aws_vpc_endpoint_route_table_association, or take the table out of route_table_ids of the aws_vpc_endpoint

# rtb:app -10.9.0.0/16
# delete its aws_route, or its route block in the aws_route_table

# rtb:app pl:s3 via endpoint:s3
resource "aws_vpc_endpoint_route_table_association" "app_s3" {
  route_table_id  = "rtb-0123456789abcdef0"
  vpc_endpoint_id = "vpce-0123456789abcdef0"
}

# subnet:app-a -rtb
# delete the aws_route_table_association of app-a: it then uses the main route table of its VPC

# subnet:app-a rtb:main
resource "aws_route_table_association" "app_a" {
  subnet_id      = "subnet-0123456789abcdef0"
  route_table_id = var.rtb_main
}

# subnet:app-a rtb:app
# in the place of the aws_route_table_association of the subnet
resource "aws_route_table_association" "app_a_2" {
  subnet_id      = "subnet-0123456789abcdef0"
  route_table_id = "rtb-0123456789abcdef0"
}

# subnet:app-a acl:default
# in the place of the aws_network_acl_association of the subnet; take "subnet-0123456789abcdef0" out of subnet_ids of any aws_network_acl
resource "aws_network_acl_association" "app_a" {
  subnet_id      = "subnet-0123456789abcdef0"
  network_acl_id = var.acl_default
}

# web-1 public 203.0.113.99
# 203.0.113.99 has to be an Elastic IP address of the account; aws_eip allocates one
resource "aws_eip_association" "web_1_10_0_1_10" {
  allocation_id        = "eipalloc-0123456789abcdef0"
  network_interface_id = "eni-0123456789abcdef0"
  private_ip_address   = "10.0.1.10"
}

# web-1@10.0.1.11 public 203.0.113.98
# 203.0.113.98 has to be an Elastic IP address of the account; aws_eip allocates one
data "aws_eip" "eip_203_0_113_98" {
  public_ip = "203.0.113.98"
}

resource "aws_eip_association" "web_1_10_0_1_11" {
  allocation_id        = data.aws_eip.eip_203_0_113_98.id
  network_interface_id = "eni-0123456789abcdef0"
  private_ip_address   = "10.0.1.11"
}

# web-1@10.0.1.11 -public
# delete its aws_eip_association, or network_interface or instance of its aws_eip; an address that the subnet assigned goes with its interface

# add-interface: {name: green 1, tags: {tier: web}, subnet: app-a, ip: [10.0.1.50, 10.0.1.51, 2001:db8:1::50], public: 203.0.113.97, groups: [web, db], source-dest-check: false, instance: web-1, device-index: 1, description: it's new}
resource "aws_network_interface" "green_1" {
  subnet_id               = "subnet-0123456789abcdef0"
  private_ip_list_enabled = true
  private_ip_list         = ["10.0.1.50", "10.0.1.51"]
  ipv6_addresses          = ["2001:db8:1::50"]
  security_groups         = ["sg-0aaaaaaaaaaaaaaa1", "sg-0aaaaaaaaaaaaaaa2"]
  source_dest_check       = false
  description             = "it's new"
  tags                    = { "Name" = "green 1", "tier" = "web" }

  attachment {
    instance     = "i-0123456789abcdef0"
    device_index = 1
  }
}

data "aws_eip" "eip_203_0_113_97" {
  public_ip = "203.0.113.97"
}

resource "aws_eip_association" "green_1_10_0_1_50" {
  allocation_id        = data.aws_eip.eip_203_0_113_97.id
  network_interface_id = aws_network_interface.green_1.id
  private_ip_address   = "10.0.1.50"
}

# "green 1" +sg:partner
resource "aws_network_interface_sg_attachment" "green_1_partner" {
  security_group_id    = "sg-0aaaaaaaaaaaaaaa3"
  network_interface_id = aws_network_interface.green_1.id
}

# rtb:app 10.8.0.0/16 via "interface:green 1"
resource "aws_route" "app_10_8_0_0_16" {
  route_table_id         = "rtb-0123456789abcdef0"
  destination_cidr_block = "10.8.0.0/16"
  network_interface_id   = aws_network_interface.green_1.id
}

# "green 1" gone
# delete its aws_network_interface; the primary interface of an instance goes with its aws_instance (aws_network_interface.green_1.id)

# add-vpn-gateway: {name: office, vpc: prod}
resource "aws_vpn_gateway" "office" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { "Name" = "office" }
}

# rtb:app 192.168.9.0/24 via vpn-gateway:office
resource "aws_route" "app_192_168_9_0_24" {
  route_table_id         = "rtb-0123456789abcdef0"
  destination_cidr_block = "192.168.9.0/24"
  gateway_id             = aws_vpn_gateway.office.id
}

# add-unmodelled: {name: waf, kind: web application firewall}
# web application firewall waf: declare it by the resource of its own service
