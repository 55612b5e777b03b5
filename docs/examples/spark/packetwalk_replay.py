"""Hold flow logs against a topology with packetwalk on Apache Spark.

    spark-submit packetwalk_replay.py --binary packetwalk --topology snapshot/ --output partial.ndjson FLOWS...

Each task starts the release binary, which writes a partial result; lines of one bucket are brought together and settled by
a second round of tasks, and what is left is a few thousand lines, in one file. On any machine that has the topology

    packetwalk replay merge partial.ndjson -t snapshot/

then prints the report that one process would have printed.

paths mode (the default): workers open the files themselves, so that they must see them under the same names: a disk that is
shared, or a mounted bucket. stream mode: Spark reads, from wherever it can (s3a://, hdfs://), and records go through the
binary's standard input; a header is then in one part of its file only, so that --fields is needed.
"""

import argparse
import itertools
import json
import os
import stat
import subprocess
import sys
import tempfile
import threading


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flows", nargs="+", help="files, folders (paths mode), or what Spark reads (stream mode)")
    parser.add_argument("--binary", required=True, help="packetwalk's release binary, for the workers' machines")
    parser.add_argument("--topology", required=True, help="the topology, a file or a folder")
    parser.add_argument("--output", required=True, help="where the lines go that packetwalk replay merge takes")
    parser.add_argument("--mode", choices=["paths", "stream"], default="paths")
    parser.add_argument("--fields", help="the fields of logs without a header")
    parser.add_argument("--ship", action="store_true", help="send binary and topology to the workers")
    parser.add_argument("--task-megabytes", type=int, default=256, help="how much a task reads at least")
    parser.add_argument("--merge-tasks", type=int, default=16, help="how many tasks bring lines together")
    parser.add_argument("--option", action="append", default=[], help="for packetwalk replay, such as --valid-from=DAY")
    return parser.parse_args(arguments)


class Worker:
    """Starts the binary where a task runs."""

    def __init__(self, settings):
        self.shipped = settings.ship
        self.binary = os.path.basename(settings.binary) if settings.ship else settings.binary
        self.topology = os.path.basename(os.path.normpath(settings.topology)) if settings.ship else settings.topology
        self.options = list(settings.option)
        if settings.fields:
            self.options += ["--fields", settings.fields]

    def command(self, arguments):
        binary, topology = self.binary, self.topology
        if self.shipped:
            from pyspark import SparkFiles

            binary, topology = SparkFiles.get(binary), SparkFiles.get(topology)
            # Spark does not keep the bit that makes a file a program.
            os.chmod(binary, os.stat(binary).st_mode | stat.S_IXUSR)
        return [binary, "replay"] + arguments + ["-t", topology, "--partial", "--threads", "1"] + self.options

    def run(self, arguments, lines=None):
        """The lines that the binary writes; an error ends the task, which Spark tries again elsewhere."""
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                self.command(arguments),
                stdin=subprocess.DEVNULL if lines is None else subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
            feeder = None
            if lines is not None:
                # It writes only when it has read all, but a pipe's other end must never be what is waited for.
                feeder = threading.Thread(target=feed, args=(process.stdin, lines))
                feeder.start()
            for line in process.stdout:
                yield line.decode("utf-8").rstrip("\n")
            if feeder:
                feeder.join()
            if process.wait() != 0:
                errors.seek(0)
                words = errors.read().decode("utf-8", "replace")
                raise RuntimeError("packetwalk: exit %d: %s" % (process.returncode, words))


def feed(pipe, lines):
    try:
        for line in lines:
            pipe.write(line.encode("utf-8") + b"\n")
        pipe.close()
    except BrokenPipeError:
        pass  # Its exit code says why.


def files_below(paths):
    """The files that folders hold, with their sizes; names decide the order, not the file system."""
    found = []
    for path in paths:
        if not os.path.isdir(path):
            found.append((path, os.path.getsize(path)))
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                if not name.startswith("_"):
                    whole = os.path.join(folder, name)
                    found.append((whole, os.path.getsize(whole)))
    return found


def tasks_of(files, least):
    """Runs of files of a size that is worth a task."""
    tasks, size = [[]], 0
    for path, bytes_ in files:
        if size >= least:
            tasks.append([])
            size = 0
        tasks[-1].append(path)
        size += bytes_
    return [task for task in tasks if task]


def keyed(lines):
    """Each line under what it must come together with: what may decide it, or the sums that it is a part of.

    Every bucket also gets the line that says which model and version it is from, for the merge to hold on to.
    """
    meta, buckets = None, set()
    for line in lines:
        value = json.loads(line)
        key = "%02x" % value["bucket"] if value["k"] in ("seen", "open") else "sums"
        if value["k"] == "meta":
            meta = line
        elif key not in buckets:
            buckets.add(key)
            yield key, meta
        if value["k"] != "meta":
            yield key, line


def piped(context, worker, flows):
    """Records through the binary's standard input, without a way through Python."""
    from pyspark.core.rdd import RDD
    from pyspark.serializers import UTF8Deserializer

    command = context._gateway.jvm.java.util.ArrayList()
    for word in worker.command(["-"]):
        command.add(word)
    lines = context._jsc.textFile(",".join(flows)).pipe(command)
    return RDD(lines, context, UTF8Deserializer())


def settled(worker, pairs):
    """The lines of whole buckets, merged by one process; none of no lines."""
    first = next(pairs, None)
    if first is None:
        return iter(())
    return worker.run(["merge", "-", "--settled"], (line for _, line in itertools.chain([first], pairs)))


def main(arguments):
    settings = parse_arguments(arguments)
    from pyspark import SparkContext

    context = SparkContext(appName="packetwalk replay")
    if settings.ship:
        context.addFile(settings.binary)
        context.addFile(settings.topology, recursive=os.path.isdir(settings.topology))
    worker = Worker(settings)
    if settings.mode == "paths":
        tasks = tasks_of(files_below(settings.flows), settings.task_megabytes << 20)
        pairs = context.parallelize(tasks, len(tasks)).flatMap(lambda task: keyed(worker.run(task)))
    elif settings.ship:
        records = context.textFile(",".join(settings.flows))
        pairs = records.mapPartitions(lambda part: keyed(worker.run(["-"], part)))
    else:
        pairs = piped(context, worker, settings.flows).mapPartitions(keyed)
    # The merge of lines is such lines again; where a bucket is whole, nothing of it waits any more.
    merged = pairs.partitionBy(settings.merge_tasks).mapPartitions(lambda part: settled(worker, part))
    lines = sorted(merged.collect(), key=lambda line: (not line.startswith('{"k":"meta"'), line))
    with open(settings.output, "w", encoding="utf-8") as output:
        output.write("".join(line + "\n" for line in lines))
    context.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
