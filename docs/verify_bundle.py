#!/usr/bin/env python3
"""Check an evidence bundle without Kapok: Python's standard library, and the program `openssl` for signature and timestamps.

    python3 verify_bundle.py BUNDLE [--content FILE] [--trust ROOT.pem] [--against CHECKPOINT]

Prints numbered steps with one finding each; exit code 0 when everything holds, 1 otherwise. docs/evidence.md has the formats.
"""

# ruff: noqa: D103
import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

ALGORITHMS = ("sha256", "sm3") if "sm3" in hashlib.algorithms_available else ("sha256",)
NEEDED = {"proof.json", "entry.json", "checkpoint.txt", "certificates.pem"}
KNOWN = NEEDED | {"content.bin", "timestamp-roots.pem", "earlier.txt"}
BROKEN = (ValueError, LookupError, TypeError, OSError, zipfile.BadZipFile)
MARK = "-----BEGIN CERTIFICATE-----"


def require(holds, why):
    if not holds:
        raise ValueError(why)


def digest(name, data):
    return hashlib.new(name, data).digest()


def openssl(line, folder):
    done = subprocess.run(["openssl", *line.split()], cwd=folder, capture_output=True)
    return done.returncode == 0, done.stdout


def read_checkpoint(text):
    c = re.match(r"(?P<body>(\S+)\n(\d+)\n(\S+)\nsm3 (\S+)\ntime (\S+)\n)\n— (\S+) (\S+)\n", text)
    require(c, "a checkpoint cannot be read")
    _, origin, size, sha256, sm3, time, name, value = c.groups()
    found = SimpleNamespace(origin=origin, size=int(size), time=time, name=name, value=base64.b64decode(value, validate=True))
    found.roots = {"sha256": base64.b64decode(sha256), "sm3": base64.b64decode(sm3)}
    found.stamped, found.body = c[0].encode(), c["body"].encode()
    return found


def climb(name, fn, sn, hashes, path):  # RFC 9162, 2.1.3.2 with [leaf], 2.1.4.2 with [old, new]: the hashes at the top
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            hashes = [digest(name, b"\1" + p + h) for h in hashes]
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            hashes = [*hashes[:-1], digest(name, b"\1" + hashes[-1] + p)]
        fn, sn = fn >> 1, sn >> 1
    return hashes if sn == 0 else None


def continues(name, old, new, path):
    if old.size == new.size or not 0 < old.size < new.size:
        return old.size == new.size and not path and old.roots == new.roots
    steps = ([old.roots[name]] if old.size & (old.size - 1) == 0 else []) + path
    fn, sn = old.size - 1, new.size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return bool(steps) and climb(name, fn, sn, [steps[0]] * 2, steps[1:]) == [old.roots[name], new.roots[name]]


def signed(checkpoint, folder):
    _, pem = openssl("x509 -in certificates.pem -pubkey -noout", folder)
    der = base64.b64decode(b"".join(pem.split(b"\n")[1:-2]))
    kinds = (b"ecdsa-sha256", b"rsa-sha256")
    ids = [digest("sha256", checkpoint.name.encode() + b"\n\xff" + kind + b"\n" + der)[:4] for kind in kinds]
    for name, data in (("key.pem", pem), ("value", checkpoint.value[4:]), ("body", checkpoint.body)):
        (folder / name).write_bytes(data)
    ok, _ = openssl("dgst -sha256 -verify key.pem -signature value body", folder)
    return ok and checkpoint.name == checkpoint.origin and checkpoint.value[:4] in ids


def check(members, folder, options):
    proof, entry = json.loads(members["proof.json"]), json.loads(members["entry.json"])
    checkpoint = read_checkpoint(members["checkpoint.txt"].decode())
    for name, data in members.items():
        (folder / name).write_bytes(data)
    content = Path(options.content).read_bytes() if options.content else members.get("content.bin")
    given = [read_checkpoint(Path(file).read_text()) for file in options.against]
    seen = [c for c in given if c.origin == checkpoint.origin and signed(c, folder)]

    def leaf():
        for name in ALGORITHMS:
            require(digest(name, b"\0" + members["entry.json"]).hex() == proof["leaves"][name], f"another {name} leaf hash")
            if content is not None and name in entry["digests"]:
                require(digest(name, content).hex() == entry["digests"][name], f"another {name} digest of the content")
        return f"{entry['kind']} {entry['id']}: {entry['digests']}" + (" (content not here)" if content is None else "")

    def order():
        require(entry["index"] == proof["log_index"], f"the entry is number {entry['index']}, the proof says another")
        return f"entry {entry['index']}"

    def truncation():
        require(proof["log_index"] < checkpoint.size == proof["tree_size"], f"it covers {checkpoint.size} entries only")
        for c in seen:
            require(c.size <= checkpoint.size or c.time >= checkpoint.time, f"it held {c.size} entries before")
        return f"{checkpoint.size} entries"

    def root():
        for name in ALGORITHMS:
            path = [bytes.fromhex(h) for h in proof["paths"][name]]
            found = climb(name, proof["log_index"], checkpoint.size - 1, [digest(name, b"\0" + members["entry.json"])], path)
            require(found == [checkpoint.roots[name]], f"the {name} path leads to another root")
        return f"{' and '.join(ALGORITHMS)} lead to the roots of the checkpoint"

    def time():
        require(proof["time"] == checkpoint.time, "proof and checkpoint state different times")
        taken, made = map(datetime.fromisoformat, (entry["at"], checkpoint.time))
        require(taken <= made, "the entry is dated after the checkpoint")
        return f"entry {entry['at']}, checkpoint {checkpoint.time}"

    def signature():
        require(signed(checkpoint, folder), "text, signature and key do not belong together")
        pems = [MARK + part for part in members["certificates.pem"].decode().split(MARK)[1:]]
        (folder / "root.pem").write_text(pems[-1])
        trusted = "".join(Path(f).read_text() for f in options.trust)
        require(not options.trust or pems[-1].strip() in trusted, "unknown signer: its root is not among those you trust")
        at = int(datetime.fromisoformat(checkpoint.time).timestamp())
        ok, _ = openssl(f"verify -attime {at} -CAfile root.pem -untrusted certificates.pem certificates.pem", folder)
        require(ok, "the certificates do not hold")
        shown = openssl("x509 -in root.pem -noout -fingerprint -sha256", folder)[1].decode().strip()
        return f"signed by {checkpoint.name}; compare the root: {shown}"

    def timestamp():
        replies = [members[f"timestamp-{i}.tsr"] for i in range(1, 65) if f"timestamp-{i}.tsr" in members]
        covered, last, parts = checkpoint.stamped, datetime.fromisoformat(checkpoint.time) - timedelta(minutes=1), []
        for i, reply in enumerate(replies, start=1):
            (folder / "covered").write_bytes(covered)
            _, text = openssl(f"ts -reply -in timestamp-{i}.tsr -text", folder)
            found = re.search(r"Time stamp: (\w+ +\d+ [\d:]+)\S* (\d+) GMT", text.decode(errors="replace"))
            require(found, f"timestamp {i} cannot be read")
            at = datetime.strptime(" ".join(found.groups()) + " +0000", "%b %d %H:%M:%S %Y %z")
            asked = f"ts -verify -in timestamp-{i}.tsr -data covered -CAfile timestamp-roots.pem"
            ok, _ = openssl(f"{asked} -attime {int(at.timestamp())}", folder)
            require(ok and at >= last, f"timestamp {i} does not hold")
            last, covered = at, covered + len(reply).to_bytes(8, "big") + reply
            parts.append(f"{at:%Y-%m-%dT%H:%M:%SZ}")
        return "stamped " + ", ".join(parts) if parts else "no timestamp: the time rests on the log's own word"

    def split_view():
        if "earlier.txt" in members:
            old = read_checkpoint(members["earlier.txt"].decode())
            require(signed(old, folder), "the earlier checkpoint is not of this log")
            for name in ALGORITHMS:
                path = [bytes.fromhex(h) for h in proof["earlier"][name]]
                require(continues(name, old, checkpoint, path), "the log does not continue the earlier one")
            require(all(c.roots == old.roots for c in seen if c.size == old.size), "the log shows two faces")
        require(all(c.roots == checkpoint.roots for c in seen if c.size == checkpoint.size), "the log shows two faces")
        return f"compared with {len(seen)} checkpoints that you gave"

    return [leaf, order, truncation, root, time, signature, timestamp, split_view]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("--content")
    for name in ("--trust", "--against"):
        parser.add_argument(name, action="append", default=[])
    options, failed = parser.parse_args(), ""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(options.bundle) as archive:
                names = archive.namelist()
                known = all(re.fullmatch(r"README\.[\w-]+\.txt|timestamp-[1-9]\d?\.tsr", n) or n in KNOWN for n in names)
                require(known and set(names) >= NEEDED and len(set(names)) == len(names), "a member is missing or unknown")
                require(not any(i.compress_type or i.file_size >> 30 for i in archive.infolist()), "compressed or too large")
                steps = check({name: archive.read(name) for name in names}, Path(folder), options)
        except BROKEN as error:
            sys.exit(f" 1. bundle       failed  {error}\nFAILED at the step: bundle")
        for number, step in enumerate(steps, start=2):
            name = step.__name__.replace("_", " ")
            try:
                print(f"{number:>2}. {name:12} ok      {step()}")
            except BROKEN as error:
                failed = failed or name
                print(f"{number:>2}. {name:12} failed  {error}")
    sys.exit(f"FAILED at the step: {failed}" if failed else print("everything holds"))


main()
