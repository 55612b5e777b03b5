/// The look of drawings: light unless the reader's system asks for dark. What can't read style sheets' conditions
/// shows the light one.
enum SVGStyle {
  static let sheet = """
    text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, "DejaVu Sans", sans-serif; font-size: 13px; fill: #24292f; }
    .title { font-size: 18px; font-weight: 600; }
    .name { font-size: 14px; font-weight: 600; }
    .head { font-size: 12px; font-weight: 600; fill: #57606a; }
    .minor { font-size: 12px; fill: #57606a; }
    .number { font-size: 12px; font-weight: 600; }
    .onmark { fill: #ffffff; }
    .page { fill: #ffffff; }
    .vpc { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.5; }
    .account { fill: none; stroke: #8c959f; stroke-dasharray: 8 4; }
    .zone { fill: none; stroke: #8c959f; stroke-dasharray: 4 4; }
    .subnet { fill: #ffffff; stroke: #afb8c1; }
    .outside { fill: #fdfaf3; stroke: #bf8700; }
    .node { fill: #ffffff; stroke: #57606a; }
    .hub { fill: #eaeef2; stroke: #6e7781; }
    .gateway { fill: #ffffff; stroke: #57606a; }
    .m-ok { fill: #1a7f37; stroke: #1a7f37; }
    .m-auto, .m-note, .m-plain, .m-unchanged { fill: #ffffff; stroke: #57606a; stroke-width: 1.5; }
    .m-block { fill: #cf222e; stroke: #82071e; stroke-width: 3; }
    .m-wouldBlock { fill: #ffffff; stroke: #cf222e; stroke-width: 3; }
    .m-unknown { fill: #fff8c5; stroke: #9a6700; stroke-width: 2; stroke-dasharray: 4 3; }
    .m-added { fill: #dafbe1; stroke: #1a7f37; stroke-width: 2; }
    .m-removed { fill: #ffebe9; stroke: #cf222e; stroke-width: 2; stroke-dasharray: 5 3; }
    .m-changed { fill: #fff8c5; stroke: #9a6700; stroke-width: 2; }
    .w-ok, .w-added { fill: #116329; }
    .w-block, .w-wouldBlock, .w-removed { fill: #a40e26; }
    .w-unknown, .w-changed { fill: #7d4e00; }
    .e { fill: none; stroke-width: 1.5; }
    .e-forward, .e-reachable { stroke: #0969da; }
    .e-reply { stroke: #8250df; }
    .e-forward, .e-reply, .e-blocked, .e-added { stroke-width: 2.5; }
    .e-beyond, .e-unchanged { stroke: #8c959f; stroke-dasharray: 2 4; }
    .e-blocked, .e-noReply, .e-removed { stroke: #cf222e; }
    .e-removed, .e-sometimes { stroke-dasharray: 6 4; }
    .e-sometimes, .e-unknown, .e-changed { stroke: #9a6700; }
    .e-unknown { stroke-dasharray: 2 4; }
    .e-partly { stroke: #57606a; stroke-dasharray: 3 3; }
    .e-added { stroke: #1a7f37; }
    .f-forward, .f-reachable { fill: #0969da; }
    .f-reply { fill: #8250df; }
    .f-beyond, .f-unchanged { fill: #8c959f; }
    .f-blocked, .f-noReply, .f-removed { fill: #cf222e; }
    .f-sometimes, .f-unknown, .f-changed { fill: #9a6700; }
    .f-added { fill: #1a7f37; }
    .f-partly { fill: #57606a; }
    .l { fill: none; stroke: #8c959f; }
    .l-unavailable { stroke-dasharray: 4 3; }
    .turn { fill: #8c959f; }
    .socket { fill: #ffffff; stroke: #6e7781; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .head, .minor { fill: #9198a1; }
      .onmark { fill: #ffffff; }
      .page { fill: #0d1117; }
      .vpc { fill: #161b22; stroke: #848d97; }
      .account, .zone { stroke: #6e7681; }
      .subnet { fill: #0d1117; stroke: #484f58; }
      .outside { fill: #1c1a12; stroke: #bb8009; }
      .node, .gateway { fill: #0d1117; stroke: #848d97; }
      .hub { fill: #21262d; stroke: #848d97; }
      .m-ok { fill: #238636; stroke: #2ea043; }
      .m-auto, .m-note, .m-plain, .m-unchanged { fill: #0d1117; stroke: #848d97; }
      .m-block { fill: #da3633; stroke: #ff7b72; }
      .m-wouldBlock { fill: #0d1117; stroke: #ff7b72; }
      .m-unknown, .m-changed { fill: #272115; stroke: #d29922; }
      .m-added { fill: #12261e; stroke: #3fb950; }
      .m-removed { fill: #25171c; stroke: #ff7b72; }
      .w-ok, .w-added { fill: #56d364; }
      .w-block, .w-wouldBlock, .w-removed { fill: #ffa198; }
      .w-unknown, .w-changed { fill: #e3b341; }
      .e-forward, .e-reachable { stroke: #4493f8; }
      .e-reply { stroke: #ab7df8; }
      .e-beyond, .e-unchanged { stroke: #6e7681; }
      .e-blocked, .e-noReply, .e-removed { stroke: #ff7b72; }
      .e-sometimes, .e-unknown, .e-changed { stroke: #d29922; }
      .e-added { stroke: #3fb950; }
      .e-partly { stroke: #848d97; }
      .f-forward, .f-reachable { fill: #4493f8; }
      .f-reply { fill: #ab7df8; }
      .f-beyond, .f-unchanged { fill: #6e7681; }
      .f-blocked, .f-noReply, .f-removed { fill: #ff7b72; }
      .f-sometimes, .f-unknown, .f-changed { fill: #d29922; }
      .f-added { fill: #3fb950; }
      .f-partly { fill: #848d97; }
      .l { stroke: #6e7681; }
      .turn { fill: #6e7681; }
      .socket { fill: #0d1117; stroke: #848d97; }
    }
    """
}
