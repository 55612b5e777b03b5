resource "aws_vpc" "this" {
  count      = 1
  cidr_block = var.cidr
}

resource "aws_subnet" "private" {
  count  = 2
  vpc_id = aws_vpc.this[0].id
}

resource "aws_route_table" "private" {
  count  = 1
  vpc_id = aws_vpc.this[0].id
}
