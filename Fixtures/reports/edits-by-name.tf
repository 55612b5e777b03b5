# Resources of their own conflict with what is written inside another: where yours have ingress, egress or route
# blocks in aws_security_group, aws_network_acl or aws_route_table, or security_groups in an interface or instance,
# write the same there instead.

variable "sg_web" {
  type        = string
  description = "identifier of security group web"
}

variable "sg_db" {
  type        = string
  description = "identifier of security group db"
}

variable "eni_db_1" {
  type        = string
  description = "identifier of network interface db-1"
}

variable "nat_nat_a" {
  type        = string
  description = "identifier of NAT gateway nat-a"
}

variable "rtb_main" {
  type        = string
  description = "identifier of route table main"
}

variable "eni_web_1" {
  type        = string
  description = "identifier of network interface web-1"
}

variable "acl_default" {
  type        = string
  description = "identifier of network ACL default"
}

# sg:db +in tcp/22 from sg:web
resource "aws_vpc_security_group_ingress_rule" "db_tcp_22_from_web" {
  security_group_id            = var.sg_db
  ip_protocol                  = "tcp"
  from_port                    = 22
  to_port                      = 22
  referenced_security_group_id = var.sg_web
}

# db-1 +sg:web
resource "aws_network_interface_sg_attachment" "db_1_web" {
  security_group_id    = var.sg_web
  network_interface_id = var.eni_db_1
}

# rtb:main 0.0.0.0/0 via nat:nat-a
resource "aws_route" "main_default_ipv4" {
  route_table_id         = var.rtb_main
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = var.nat_nat_a
}

# web-1 public 203.0.113.7
# 203.0.113.7 has to be an Elastic IP address of the account; aws_eip allocates one
data "aws_eip" "eip_203_0_113_7" {
  public_ip = "203.0.113.7"
}

resource "aws_eip_association" "web_1_10_0_3_10" {
  allocation_id        = data.aws_eip.eip_203_0_113_7.id
  network_interface_id = var.eni_web_1
  private_ip_address   = "10.0.3.10"
}

# acl:default in 50 deny tcp/22 from 0.0.0.0/0
resource "aws_network_acl_rule" "default_in_50" {
  network_acl_id = var.acl_default
  rule_number    = 50
  egress         = false
  protocol       = "6"
  rule_action    = "deny"
  cidr_block     = "0.0.0.0/0"
  from_port      = 22
  to_port        = 22
}
