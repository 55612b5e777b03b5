# SG_DB stands for the identifier of security group db
# SG_WEB stands for the identifier of security group web
# ENI_DB_1 stands for the identifier of network interface db-1
# NAT_NAT_A stands for the identifier of NAT gateway nat-a
# RTB_MAIN stands for the identifier of route table main
# ENI_WEB_1 stands for the identifier of network interface web-1
# ACL_DEFAULT stands for the identifier of network ACL default

# sg:db +in tcp/22 from sg:web
aws ec2 authorize-security-group-ingress \
  --group-id "$SG_DB" \
  --ip-permissions '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"UserIdGroupPairs":[{"GroupId":"'"$SG_WEB"'"}]}]' \
  --region eu-west-1

# db-1 +sg:web
aws ec2 modify-network-interface-attribute \
  --network-interface-id "$ENI_DB_1" \
  --groups "$SG_DB" "$SG_WEB" \
  --region eu-west-1

# rtb:main 0.0.0.0/0 via nat:nat-a
aws ec2 create-route \
  --route-table-id "$RTB_MAIN" \
  --destination-cidr-block 0.0.0.0/0 \
  --nat-gateway-id "$NAT_NAT_A" \
  --region eu-west-1

# web-1 public 203.0.113.7
# 203.0.113.7 has to be an Elastic IP address of the account: aws ec2 allocate-address gives one
EIPALLOC_203_0_113_7=$(aws ec2 describe-addresses \
  --public-ips 203.0.113.7 \
  --region eu-west-1 \
  --query 'Addresses[0].AllocationId' --output text)
aws ec2 associate-address \
  --allocation-id "$EIPALLOC_203_0_113_7" \
  --network-interface-id "$ENI_WEB_1" \
  --private-ip-address 10.0.3.10 \
  --region eu-west-1

# acl:default in 50 deny tcp/22 from 0.0.0.0/0
aws ec2 create-network-acl-entry \
  --network-acl-id "$ACL_DEFAULT" \
  --ingress \
  --rule-number 50 \
  --protocol 6 \
  --rule-action deny \
  --cidr-block 0.0.0.0/0 \
  --port-range From=22,To=22 \
  --region eu-west-1
