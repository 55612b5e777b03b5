"""Others' programs on flow logs in the default format:

  replay.py duckdb LOG RULES INTERFACES THREADS   first-match verdicts of every record, held against the recorded ones
  replay.py polars LOG                            records and bytes by action and port, without any verdict
  replay.py has NAME                              whether there is such a program: exit code 0
"""
import importlib.util, json, sys

work = sys.argv[1]

if work == "has":
    sys.exit(0 if importlib.util.find_spec(sys.argv[2]) else 1)

if work == "duckdb":
    import duckdb

    log, rules, interfaces, threads = sys.argv[2:6]
    db = duckdb.connect()
    db.execute(f"set threads = {int(threads)}")
    # Order says nothing here, and keeping it costs memory.
    db.execute("set preserve_insertion_order = false")
    db.execute(
        "create macro ip(t) as cast(split_part(t, '.', 1) as bigint) * 16777216 + cast(split_part(t, '.', 2) as bigint)"
        " * 65536 + cast(split_part(t, '.', 3) as bigint) * 256 + cast(split_part(t, '.', 4) as bigint)"
    )
    db.execute(f"create table rules as select * from read_csv('{rules}')")
    db.execute(f"create table interfaces as select * from read_csv('{interfaces}')")
    names = (
        "version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start_ end_ action status"
    ).split()
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    db.execute(
        f"""
        create temp table log as
        with ok as (
          select i.address as own, ip(srcaddr) as src, ip(dstaddr) as dst, cast(dstport as integer) as port,
                 cast(protocol as integer) as proto, action = 'ACCEPT' as accepted
          from read_csv('{log}', delim=' ', header=true, quote='', escape='', auto_detect=false, columns={{{columns}}}) l
          join interfaces i on i.id = l.interface_id
          where status = 'OK' and srcaddr not like '%:%'
        )
        select src = own as egress, case when src = own then dst else src end as remote, own // 256 as net, port, proto,
               accepted
        from ok where (src = own) != (dst = own)
        """
    )
    records, mismatches = db.execute(
        """
        with keys as (select distinct egress, remote, port, proto from log),
        verdicts as (
          select k.egress, k.remote, k.port, k.proto, coalesce(arg_min(r.allow, r.number), 0) = 1 as allowed
          from keys k left join rules r
            on (r.egress = 1) = k.egress and k.remote between r.low and r.high
            and (r.protocol = 0 or r.protocol = k.proto and k.port between r.first and r.last)
          group by all
        )
        select count(*), count(*) filter ((l.remote // 256 = l.net or v.allowed) != l.accepted)
        from log l join verdicts v using (egress, remote, port, proto)
        """
    ).fetchone()
    print(json.dumps({"records": records, "mismatches": mismatches}))
elif work == "polars":
    import polars as pl

    print(
        pl.scan_csv(sys.argv[2], separator=" ", infer_schema=False)
        .filter(pl.col("log-status") == "OK")
        .group_by("action", "dstport")
        .agg(pl.len(), pl.col("bytes").cast(pl.Int64).sum())
        .select(pl.col("len").sum(), pl.col("bytes").sum())
        .collect(engine="streaming")
    )
else:
    sys.exit(__doc__)
