# The source of Fixtures/ways/shop/plan.json, as far as its documentation needs it.
module "network" {
  source = "./modules/network"
  cidr   = "10.20.0.0/16"
}

resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = module.network.vpc_id
}

resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = module.network.vpc_id

  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.web.id]
  }
}

resource "aws_vpc_security_group_egress_rule" "web" {
  security_group_id = aws_security_group.web.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_instance" "web" {
  count     = 2
  subnet_id = module.network.private_subnets[count.index]
}

resource "aws_instance" "db" {
  subnet_id = module.network.private_subnets[1]
}
