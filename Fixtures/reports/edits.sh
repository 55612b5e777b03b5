# RTB_MAIN stands for the identifier of route table main
# ACL_DEFAULT stands for the identifier of network ACL default

# sg:db +in tcp/5432 from sg:web "the web tier's, \"for now\": ${none} %{of} it"
aws ec2 authorize-security-group-ingress \
  --group-id sg-0aaaaaaaaaaaaaaa2 \
  --ip-permissions '[{"IpProtocol":"tcp","FromPort":5432,"ToPort":5432,"UserIdGroupPairs":[{"GroupId":"sg-0aaaaaaaaaaaaaaa1","Description":"the web tier'\''s, \"for now\": ${none} %{of} it"}]}]' \
  --region eu-west-1

# sg:db +in all from sg:partner
aws ec2 authorize-security-group-ingress \
  --group-id sg-0aaaaaaaaaaaaaaa2 \
  --ip-permissions '[{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupId":"sg-0aaaaaaaaaaaaaaa3","UserId":"210987654321"}]}]' \
  --region eu-west-1

# sg:db +in icmp all from ::/0
aws ec2 authorize-security-group-ingress \
  --group-id sg-0aaaaaaaaaaaaaaa2 \
  --ip-permissions '[{"IpProtocol":"icmp","FromPort":-1,"ToPort":-1,"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]' \
  --region eu-west-1

# sg:db +out icmp/3/4 to pl:office
aws ec2 authorize-security-group-egress \
  --group-id sg-0aaaaaaaaaaaaaaa2 \
  --ip-permissions '[{"IpProtocol":"icmp","FromPort":3,"ToPort":4,"PrefixListIds":[{"PrefixListId":"pl-0123456789abcdef0"}]}]' \
  --region eu-west-1

# sg:db +out proto/47 to 10.9.0.0/16
aws ec2 authorize-security-group-egress \
  --group-id sg-0aaaaaaaaaaaaaaa2 \
  --ip-permissions '[{"IpProtocol":"47","IpRanges":[{"CidrIp":"10.9.0.0/16"}]}]' \
  --region eu-west-1

# sg:web -in tcp/443 from 0.0.0.0/0
aws ec2 revoke-security-group-ingress \
  --group-id sg-0aaaaaaaaaaaaaaa1 \
  --security-group-rule-ids sgr-0123456789abcdef0 \
  --region eu-west-1

# sg:web -in tcp/8080 from 10.0.0.0/16
aws ec2 revoke-security-group-ingress \
  --group-id sg-0aaaaaaaaaaaaaaa1 \
  --ip-permissions '[{"IpProtocol":"tcp","FromPort":8080,"ToPort":8080,"IpRanges":[{"CidrIp":"10.0.0.0/16"}]}]' \
  --region eu-west-1

# web-1 +sg:db
aws ec2 modify-network-interface-attribute \
  --network-interface-id eni-0123456789abcdef0 \
  --groups sg-0aaaaaaaaaaaaaaa1 sg-0aaaaaaaaaaaaaaa2 \
  --region eu-west-1

# web-1 -sg:web
aws ec2 modify-network-interface-attribute \
  --network-interface-id eni-0123456789abcdef0 \
  --groups sg-0aaaaaaaaaaaaaaa2 \
  --region eu-west-1

# web-1 -sg:db
# AWS leaves no interface without a security group: attach another one first

# acl:data in 90 deny tcp/22 from 0.0.0.0/0
aws ec2 create-network-acl-entry \
  --network-acl-id acl-0123456789abcdef0 \
  --ingress \
  --rule-number 90 \
  --protocol 6 \
  --rule-action deny \
  --cidr-block 0.0.0.0/0 \
  --port-range From=22,To=22 \
  --region eu-west-1

# acl:data out 100 allow udp all to ::/0
aws ec2 replace-network-acl-entry \
  --network-acl-id acl-0123456789abcdef0 \
  --egress \
  --rule-number 100 \
  --protocol 17 \
  --rule-action allow \
  --ipv6-cidr-block ::/0 \
  --port-range From=0,To=65535 \
  --region eu-west-1

# acl:data in 110 allow icmp/8 from 10.0.0.0/8
aws ec2 create-network-acl-entry \
  --network-acl-id acl-0123456789abcdef0 \
  --ingress \
  --rule-number 110 \
  --protocol 1 \
  --rule-action allow \
  --cidr-block 10.0.0.0/8 \
  --icmp-type-code Code=-1,Type=8 \
  --region eu-west-1

# acl:data -out 100
aws ec2 delete-network-acl-entry \
  --network-acl-id acl-0123456789abcdef0 \
  --egress \
  --rule-number 100 \
  --region eu-west-1

# rtb:app 0.0.0.0/0 via internet-gateway
aws ec2 replace-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-cidr-block 0.0.0.0/0 \
  --gateway-id igw-0123456789abcdef0 \
  --region eu-west-1

# rtb:app ::/0 via egress-only-gateway
aws ec2 create-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-ipv6-cidr-block ::/0 \
  --egress-only-internet-gateway-id eigw-0123456789abcdef0 \
  --region eu-west-1

# rtb:app 10.9.0.0/16 via peering:shop
aws ec2 create-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-cidr-block 10.9.0.0/16 \
  --vpc-peering-connection-id pcx-0123456789abcdef0 \
  --region eu-west-1

# rtb:app pl:office via interface:web-1
aws ec2 create-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-prefix-list-id pl-0123456789abcdef0 \
  --network-interface-id eni-0123456789abcdef0 \
  --region eu-west-1

# rtb:app 192.168.0.0/16 via vpn-gateway:vgw
aws ec2 create-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-cidr-block 192.168.0.0/16 \
  --gateway-id vgw-0123456789abcdef0 \
  --region eu-west-1

# rtb:app 172.16.0.0/12 via kind "local gateway" lgw-0123456789abcdef0
aws ec2 create-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-cidr-block 172.16.0.0/12 \
  --local-gateway-id lgw-0123456789abcdef0 \
  --region eu-west-1

# rtb:app 172.32.0.0/16 via kind outpost op-1
# no command makes a route to this target

# rtb:app 172.33.0.0/16 via vpn-gateway:vgw propagated
# AWS makes propagated routes itself, where the table has aws ec2 enable-vgw-route-propagation

# rtb:app 10.0.0.0/16 via local
aws ec2 replace-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-cidr-block 10.0.0.0/16 \
  --local-target \
  --region eu-west-1

# rtb:app -pl:s3
aws ec2 modify-vpc-endpoint \
  --vpc-endpoint-id vpce-0123456789abcdef0 \
  --remove-route-table-ids rtb-0123456789abcdef0 \
  --region eu-west-1

# rtb:app -10.9.0.0/16
aws ec2 delete-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-cidr-block 10.9.0.0/16 \
  --region eu-west-1

# rtb:app pl:s3 via endpoint:s3
aws ec2 modify-vpc-endpoint \
  --vpc-endpoint-id vpce-0123456789abcdef0 \
  --add-route-table-ids rtb-0123456789abcdef0 \
  --region eu-west-1

# subnet:app-a -rtb
RTBASSOC_APP_A=$(aws ec2 describe-route-tables \
  --filters Name=association.subnet-id,Values=subnet-0123456789abcdef0 \
  --region eu-west-1 \
  --query 'RouteTables[].Associations[?SubnetId==`"subnet-0123456789abcdef0"`][].RouteTableAssociationId' --output text)
aws ec2 disassociate-route-table --association-id "$RTBASSOC_APP_A" --region eu-west-1

# subnet:app-a rtb:main
aws ec2 associate-route-table \
  --route-table-id "$RTB_MAIN" \
  --subnet-id subnet-0123456789abcdef0 \
  --region eu-west-1

# subnet:app-a rtb:app
RTBASSOC_APP_A_2=$(aws ec2 describe-route-tables \
  --filters Name=association.subnet-id,Values=subnet-0123456789abcdef0 \
  --region eu-west-1 \
  --query 'RouteTables[].Associations[?SubnetId==`"subnet-0123456789abcdef0"`][].RouteTableAssociationId' --output text)
aws ec2 replace-route-table-association \
  --association-id "$RTBASSOC_APP_A_2" \
  --route-table-id rtb-0123456789abcdef0 \
  --region eu-west-1

# subnet:app-a acl:default
ACLASSOC_APP_A=$(aws ec2 describe-network-acls \
  --filters Name=association.subnet-id,Values=subnet-0123456789abcdef0 \
  --region eu-west-1 \
  --query 'NetworkAcls[].Associations[?SubnetId==`"subnet-0123456789abcdef0"`][].NetworkAclAssociationId' --output text)
aws ec2 replace-network-acl-association \
  --association-id "$ACLASSOC_APP_A" \
  --network-acl-id "$ACL_DEFAULT" \
  --region eu-west-1

# web-1 public 203.0.113.99
aws ec2 associate-address \
  --allocation-id eipalloc-0123456789abcdef0 \
  --network-interface-id eni-0123456789abcdef0 \
  --private-ip-address 10.0.1.10 \
  --region eu-west-1

# web-1@10.0.1.11 public 203.0.113.98
# 203.0.113.98 has to be an Elastic IP address of the account: aws ec2 allocate-address gives one
EIPALLOC_203_0_113_98=$(aws ec2 describe-addresses \
  --public-ips 203.0.113.98 \
  --region eu-west-1 \
  --query 'Addresses[0].AllocationId' --output text)
aws ec2 associate-address \
  --allocation-id "$EIPALLOC_203_0_113_98" \
  --network-interface-id eni-0123456789abcdef0 \
  --private-ip-address 10.0.1.11 \
  --region eu-west-1

# web-1@10.0.1.11 -public
# an Elastic IP address; one that the subnet assigned goes with its interface or a stop of the instance
EIPASSOC_203_0_113_98=$(aws ec2 describe-addresses \
  --public-ips 203.0.113.98 \
  --region eu-west-1 \
  --query 'Addresses[0].AssociationId' --output text)
aws ec2 disassociate-address --association-id "$EIPASSOC_203_0_113_98" --region eu-west-1

# add-interface: {name: green 1, tags: {tier: web}, subnet: app-a, ip: [10.0.1.50, 10.0.1.51, 2001:db8:1::50], public: 203.0.113.97, groups: [web, db], source-dest-check: false, instance: web-1, device-index: 1, description: it's new}
ENI_GREEN_1=$(aws ec2 create-network-interface \
  --subnet-id subnet-0123456789abcdef0 \
  --groups sg-0aaaaaaaaaaaaaaa1 sg-0aaaaaaaaaaaaaaa2 \
  --private-ip-addresses Primary=true,PrivateIpAddress=10.0.1.50 Primary=false,PrivateIpAddress=10.0.1.51 \
  --ipv6-addresses Ipv6Address=2001:db8:1::50 \
  --description 'it'\''s new' \
  --tag-specifications '[{"ResourceType":"network-interface","Tags":[{"Key":"Name","Value":"green 1"},{"Key":"tier","Value":"web"}]}]' \
  --region eu-west-1 \
  --query NetworkInterface.NetworkInterfaceId --output text)
aws ec2 modify-network-interface-attribute \
  --network-interface-id "$ENI_GREEN_1" \
  --no-source-dest-check \
  --region eu-west-1
aws ec2 attach-network-interface \
  --network-interface-id "$ENI_GREEN_1" \
  --instance-id i-0123456789abcdef0 \
  --device-index 1 \
  --region eu-west-1
# 203.0.113.97 has to be an Elastic IP address of the account: aws ec2 allocate-address gives one
EIPALLOC_203_0_113_97=$(aws ec2 describe-addresses \
  --public-ips 203.0.113.97 \
  --region eu-west-1 \
  --query 'Addresses[0].AllocationId' --output text)
aws ec2 associate-address \
  --allocation-id "$EIPALLOC_203_0_113_97" \
  --network-interface-id "$ENI_GREEN_1" \
  --private-ip-address 10.0.1.50 \
  --region eu-west-1

# "green 1" +sg:partner
aws ec2 modify-network-interface-attribute \
  --network-interface-id "$ENI_GREEN_1" \
  --groups sg-0aaaaaaaaaaaaaaa1 sg-0aaaaaaaaaaaaaaa2 sg-0aaaaaaaaaaaaaaa3 \
  --region eu-west-1

# rtb:app 10.8.0.0/16 via "interface:green 1"
aws ec2 create-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-cidr-block 10.8.0.0/16 \
  --network-interface-id "$ENI_GREEN_1" \
  --region eu-west-1

# "green 1" gone
# an interface that is attached has to be detached first, and a primary one goes with its instance
aws ec2 delete-network-interface --network-interface-id "$ENI_GREEN_1" --region eu-west-1

# add-vpn-gateway: {name: office, vpc: prod}
VGW_OFFICE=$(aws ec2 create-vpn-gateway \
  --type ipsec.1 \
  --tag-specifications '[{"ResourceType":"vpn-gateway","Tags":[{"Key":"Name","Value":"office"}]}]' \
  --region eu-west-1 \
  --query VpnGateway.VpnGatewayId --output text)
aws ec2 attach-vpn-gateway --vpn-gateway-id "$VGW_OFFICE" --vpc-id vpc-0123456789abcdef0 --region eu-west-1

# rtb:app 192.168.9.0/24 via vpn-gateway:office
aws ec2 create-route \
  --route-table-id rtb-0123456789abcdef0 \
  --destination-cidr-block 192.168.9.0/24 \
  --gateway-id "$VGW_OFFICE" \
  --region eu-west-1

# add-unmodelled: {name: waf, kind: web application firewall}
# web application firewall waf: create it by the means of its own service
