/// What `packetwalk` alone prints.
enum Welcome {
  static let text = """
    packetwalk answers: can A reach B on port P, and if not, what stops it?
    Offline, for AWS-style networks: security groups, network ACLs, routes, gateways, balancers.

      packetwalk check   -t network.yaml web-1 sg:db tcp/5432      a verdict, and why in one line
      packetwalk explain -t snapshot/ internet lb:front https      every hop, every blocker
      packetwalk lint    -t snapshot/                              what no one would want
      packetwalk doctor  -t snapshot/                              what of the input is modelled

    'packetwalk help' lists everything; 'packetwalk help explain' one command.

    """
}
