"""Every tampering with a bundle fails at the step that names it, in our verifier and in the standalone one of docs/ alike."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import runpy
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapok.clock import fixed
from kapok.evidence.bundle import write_bundle
from kapok.evidence.canonical import canonical_bytes
from kapok.evidence.checkpoint import parse_checkpoint, sign_checkpoint
from kapok.evidence.merkle import leaf_hash
from kapok.evidence.signer import read_certificates, to_pem
from kapok.evidence.verify import verify_bundle
from kapok.services.checkpoint_log import checkpoint_log
from kapok.services.deposit_evidence import deposit_digests, deposit_file
from kapok.services.evidence_home import EvidenceHome
from kapok.services.prove_evidence import prove_entry

STANDALONE = Path(__file__).parents[2] / "docs" / "verify_bundle.py"
START = datetime(2026, 9, 18, 3, 0, 0, tzinfo=UTC)
Members = dict[str, bytes]


class World(NamedTuple):
    """A log of 7 entries under two checkpoints, and a stranger's log."""

    folder: Path
    bundle: bytes
    """Entry 2 with its content, over the checkpoint of 7 entries, continuing that of 3."""
    early: str
    """The checkpoint over 3 entries."""
    evidence: EvidenceHome
    stranger: EvidenceHome


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    home = folder / "home"
    file = folder / "sample.csv"
    file.write_bytes(b"station,quarter,passengers\n1,08:00,4711\n")
    with fixed(START):
        for i in range(2):
            deposit_digests(home, {"sha256": f"{i:064x}"})
        deposit_file(home, file)
    with fixed(START + timedelta(minutes=1)):
        early = checkpoint_log(home).text
        for i in range(3, 7):
            deposit_digests(home, {"sha256": f"{i:064x}"})
    with fixed(START + timedelta(minutes=2)):
        checkpoint_log(home)
        bundle = prove_entry(home, 2, content=file.read_bytes(), name="sample.csv", earlier=early)
        late = parse_checkpoint(members_of(bundle)["checkpoint.txt"].decode())
        assert late.size == 3, "the first checkpoint that covers both is taken"
    with EvidenceHome(home).open_log() as log:
        later = log.file.checkpoints(7)[0]
    bundle = over(home, 2, file.read_bytes(), early, later)
    stranger = EvidenceHome(folder / "stranger")
    with fixed(START):
        assert stranger.signer("log").chain[1] == stranger.signer("timestamp").chain[1]
    return World(folder, bundle, early, EvidenceHome(home), stranger)


def over(home: Path, index: int, content: bytes, earlier: str, kept: tuple[int, int, str]) -> bytes:
    """The bundle over a later checkpoint than the first that would do."""
    from kapok.evidence.bundle import FORMAT, Bundle, Proof
    from kapok.evidence.digest import ALGORITHMS

    evidence = EvidenceHome(home)
    number, size, text = kept
    with evidence.open_log() as log:
        leaf = log.leaf(index)
        proof = Proof(
            FORMAT,
            index,
            size,
            text.split("time ")[1].split("\n")[0],
            {n: leaf_hash(leaf, n).hex() for n in ALGORITHMS},
            {n: [h.hex() for h in log.inclusion_proof(index, size, n)] for n in ALGORITHMS},
            "sample.csv",
            {n: [h.hex() for h in log.consistency_proof(3, size, n)] for n in ALGORITHMS},
        )
        roots = to_pem(evidence.authority_roots())
        chain = to_pem(evidence.signer("log").chain)
        return write_bundle(Bundle(proof, leaf, text, chain, content, tuple(log.file.tokens(number)), roots, earlier))


def members_of(bundle: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Members, compression: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def proof(members: Members, change: Callable[[dict[str, Any]], None]) -> None:
    value = json.loads(members["proof.json"])
    change(value)
    members["proof.json"] = canonical_bytes(value)


def entry(members: Members, **changes: object) -> None:
    members["entry.json"] = canonical_bytes(json.loads(members["entry.json"]) | changes)


def leaves(members: Members) -> None:
    """Make proof.json fit an altered entry."""
    proof(members, lambda p: p.update(leaves={n: leaf_hash(members["entry.json"], n).hex() for n in ("sha256", "sm3")}))


def line(members: Members, number: int, text: str) -> None:
    lines = members["checkpoint.txt"].decode().split("\n")
    lines[number] = text
    members["checkpoint.txt"] = "\n".join(lines).encode()


def signed_again(members: Members, home: EvidenceHome, **changes: object) -> None:
    """A checkpoint with other facts, signed by the key of a home."""
    old = parse_checkpoint(members["checkpoint.txt"].decode())
    facts = {"origin": old.origin, "size": old.size, "roots": old.roots, "time": old.time} | changes
    members["checkpoint.txt"] = sign_checkpoint(signer=home.signer("log"), **facts).text.encode()  # type: ignore[arg-type]


def content_altered(w: World, m: Members) -> None:
    m["content.bin"] = m["content.bin"].replace(b"4711", b"4712")


def digest_altered(w: World, m: Members) -> None:
    entry(m, digests={"sha256": "0" * 64, "sm3": "1" * 64})


def kind_altered(w: World, m: Members) -> None:
    entry(m, kind="document")


def entry_backdated(w: World, m: Members) -> None:
    entry(m, at="2020-01-01T00:00:00Z")


def leaf_hash_altered(w: World, m: Members) -> None:
    proof(m, lambda p: p["leaves"].update(sm3="0" * 64))


def index_altered(w: World, m: Members) -> None:
    proof(m, lambda p: p.update(log_index=3))


def entry_moved(w: World, m: Members) -> None:
    entry(m, index=3)
    leaves(m)


def all_moved(w: World, m: Members) -> None:
    entry_moved(w, m)
    index_altered(w, m)


def all_backdated(w: World, m: Members) -> None:
    entry_backdated(w, m)
    leaves(m)


def cut_before_the_entry(w: World, m: Members) -> None:
    with w.evidence.open_log() as log:
        roots = {n: log.root(n, 2) for n in ("sha256", "sm3")}
    signed_again(m, w.evidence, size=2, roots=roots)


def cut_after_the_entry(w: World, m: Members) -> None:
    m["checkpoint.txt"] = w.early.encode()


def size_of_the_proof(w: World, m: Members) -> None:
    proof(m, lambda p: p.update(tree_size=8))


def sibling_altered(w: World, m: Members) -> None:
    proof(m, lambda p: p["paths"]["sha256"].__setitem__(1, "0" * 64))


def sibling_of_sm3_altered(w: World, m: Members) -> None:
    proof(m, lambda p: p["paths"]["sm3"].__setitem__(0, "0" * 64))


def sibling_left_out(w: World, m: Members) -> None:
    proof(m, lambda p: p["paths"]["sha256"].pop())


def sibling_too_many(w: World, m: Members) -> None:
    proof(m, lambda p: p["paths"]["sha256"].append("0" * 64))


def root_altered(w: World, m: Members) -> None:
    line(m, 2, base64.b64encode(bytes(32)).decode())


def root_of_sm3_altered(w: World, m: Members) -> None:
    line(m, 3, "sm3 " + base64.b64encode(bytes(32)).decode())


def time_of_the_checkpoint(w: World, m: Members) -> None:
    line(m, 4, "time 2026-09-18T03:01:30Z")


def time_of_the_proof(w: World, m: Members) -> None:
    proof(m, lambda p: p.update(time="2026-09-18T03:01:30Z"))


def both_before_the_entry(w: World, m: Members) -> None:
    line(m, 4, "time 2026-09-18T02:00:00Z")
    proof(m, lambda p: p.update(time="2026-09-18T02:00:00Z"))


def both_a_little_earlier(w: World, m: Members) -> None:
    line(m, 4, "time 2026-09-18T03:01:30Z")
    proof(m, lambda p: p.update(time="2026-09-18T03:01:30Z"))


def signature_altered(w: World, m: Members) -> None:
    text = m["checkpoint.txt"].decode()
    head, _, last = text.rstrip("\n").rpartition(" ")
    raw = bytearray(base64.b64decode(last))
    raw[40] ^= 1
    m["checkpoint.txt"] = f"{head} {base64.b64encode(raw).decode()}\n".encode()


def signed_by_a_stranger(w: World, m: Members) -> None:
    signed_again(m, w.stranger)


def another_certificate(w: World, m: Members) -> None:
    m["certificates.pem"] = to_pem(w.stranger.signer("log").chain)


def certificate_without_its_root(w: World, m: Members) -> None:
    m["certificates.pem"] = to_pem([w.evidence.signer("log").chain[0], w.stranger.root()])


def stamp_of_another_checkpoint(w: World, m: Members) -> None:
    authority = w.evidence.authority()
    assert authority is not None
    m["timestamp-1.tsr"] = authority.stamp(b"another checkpoint")


def stamp_of_a_stranger(w: World, m: Members) -> None:
    authority = w.stranger.authority()
    assert authority is not None
    m["timestamp-1.tsr"] = authority.stamp(parse_checkpoint(m["checkpoint.txt"].decode()).stamped_bytes)


def stamp_before_the_checkpoint(w: World, m: Members) -> None:
    authority = w.evidence.authority()
    assert authority is not None
    with fixed(START - timedelta(minutes=30)):
        m["timestamp-1.tsr"] = authority.stamp(parse_checkpoint(m["checkpoint.txt"].decode()).stamped_bytes)


def renewal_of_nothing(w: World, m: Members) -> None:
    m["timestamp-2.tsr"] = m["timestamp-1.tsr"]


def continuation_altered(w: World, m: Members) -> None:
    proof(m, lambda p: p["earlier"]["sha256"].__setitem__(0, "0" * 64))


def earlier_log_was_another(w: World, m: Members) -> None:
    old = {"checkpoint.txt": m["earlier.txt"]}
    signed_again(old, w.evidence, roots={"sha256": bytes(32), "sm3": bytes(32)})
    m["earlier.txt"] = old["checkpoint.txt"]


def earlier_signed_by_a_stranger(w: World, m: Members) -> None:
    old = {"checkpoint.txt": m["earlier.txt"]}
    signed_again(old, w.stranger)
    m["earlier.txt"] = old["checkpoint.txt"]


def member_unknown(w: World, m: Members) -> None:
    m["more.txt"] = b"more"


def member_missing(w: World, m: Members) -> None:
    del m["certificates.pem"]


def checkpoint_is_rubbish(w: World, m: Members) -> None:
    m["checkpoint.txt"] = b"rubbish"


def entry_is_rubbish(w: World, m: Members) -> None:
    m["entry.json"] = b"{"


TAMPERINGS: list[tuple[Callable[[World, Members], None], str]] = [
    (content_altered, "leaf"),
    (digest_altered, "leaf"),
    (kind_altered, "leaf"),
    (entry_backdated, "leaf"),
    (leaf_hash_altered, "leaf"),
    (index_altered, "order"),
    (entry_moved, "order"),
    (all_moved, "root"),
    (all_backdated, "root"),
    (cut_before_the_entry, "truncation"),
    (cut_after_the_entry, "truncation"),
    (size_of_the_proof, "truncation"),
    (sibling_altered, "root"),
    (sibling_of_sm3_altered, "root"),
    (sibling_left_out, "root"),
    (sibling_too_many, "root"),
    (root_altered, "root"),
    (root_of_sm3_altered, "root"),
    (time_of_the_checkpoint, "time"),
    (time_of_the_proof, "time"),
    (both_before_the_entry, "time"),
    (both_a_little_earlier, "signature"),
    (signature_altered, "signature"),
    (signed_by_a_stranger, "signature"),
    (another_certificate, "signature"),
    (certificate_without_its_root, "signature"),
    (stamp_of_another_checkpoint, "timestamp"),
    (stamp_of_a_stranger, "timestamp"),
    (stamp_before_the_checkpoint, "timestamp"),
    (renewal_of_nothing, "timestamp"),
    (continuation_altered, "split view"),
    (earlier_log_was_another, "split view"),
    (earlier_signed_by_a_stranger, "split view"),
    (member_unknown, "bundle"),
    (member_missing, "bundle"),
    (checkpoint_is_rubbish, "bundle"),
    (entry_is_rubbish, "bundle"),
]
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="the standalone verifier asks the program openssl")


def standalone(bundle: bytes, folder: Path, *options: str) -> str:
    """The step that the standalone verifier names; empty when everything holds. Run in this process: it is started often."""
    file = folder / "bundle.zip"
    file.write_bytes(bundle)
    arguments, sys.argv = sys.argv, [str(STANDALONE), str(file), *options]
    try:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            runpy.run_path(str(STANDALONE))
    except SystemExit as ended:
        if ended.code is None:
            assert said.getvalue().endswith("everything holds\n")
            return ""
        return str(ended.code).rsplit("FAILED at the step: ", 1)[1]
    finally:
        sys.argv = arguments
    raise AssertionError("it always ends by exit")


def test_an_honest_bundle_holds(world: World) -> None:
    report = verify_bundle(world.bundle, trust=[world.evidence.root()], against=[world.early])
    assert report.ok, report
    assert [step.number for step in report.steps] == list(range(1, 10))
    assert {step.status for step in report.steps} == {"ok"}
    assert verify_bundle(world.bundle).ok
    assert [step.name for step in verify_bundle(world.bundle).steps if step.status == "note"] == ["signature", "timestamp"]


@needs_openssl
def test_the_standalone_verifier_agrees_on_an_honest_bundle(world: World, tmp_path: Path) -> None:
    (tmp_path / "early.txt").write_text(world.early)
    (tmp_path / "bundle.zip").write_bytes(world.bundle)
    trust = ["--trust", world.evidence.keys / "root.pem", "--against", tmp_path / "early.txt"]
    command = [sys.executable, "-I", STANDALONE, tmp_path / "bundle.zip", *trust]  # -I: nothing of ours can be imported
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("compared with 1 checkpoints that you gave\neverything holds\n")


def test_the_standalone_verifier_is_short_and_alone() -> None:
    text = STANDALONE.read_text()
    assert len(text.splitlines()) <= 200
    assert "import kapok" not in text
    assert "from kapok" not in text


@needs_openssl
@pytest.mark.parametrize(("tamper", "step"), TAMPERINGS, ids=[tamper.__name__ for tamper, _ in TAMPERINGS])
def test_every_tampering_fails_at_its_step(
    world: World, tmp_path: Path, tamper: Callable[[World, Members], None], step: str
) -> None:
    members = members_of(world.bundle)
    tamper(world, members)
    bundle = zipped(members)
    assert verify_bundle(bundle).failed == step, verify_bundle(bundle)
    assert standalone(bundle, tmp_path) == step


@needs_openssl
def test_a_whole_bundle_of_a_stranger_is_told_by_its_root(world: World, tmp_path: Path) -> None:
    members = members_of(world.bundle)
    del members["earlier.txt"], members["timestamp-1.tsr"]
    proof(members, lambda p: p.pop("earlier"))
    signed_again(members, world.stranger)
    members["certificates.pem"] = to_pem(world.stranger.signer("log").chain)
    assert verify_bundle(zipped(members)).ok, "without a trusted root, a forger's bundle is consistent: the fingerprint tells"
    assert verify_bundle(zipped(members), trust=[world.evidence.root()]).failed == "signature"
    assert standalone(zipped(members), tmp_path, "--trust", str(world.evidence.keys / "root.pem")) == "signature"


@needs_openssl
def test_two_faces_and_a_cut_log_are_seen_beside_other_checkpoints(world: World, tmp_path: Path) -> None:
    shown = members_of(world.bundle)
    for changes, step in (
        ({"roots": {"sha256": bytes(32), "sm3": bytes(32)}}, "split view"),
        ({"size": 9, "time": START + timedelta(minutes=1)}, "truncation"),
    ):
        other = dict(shown)
        signed_again(other, world.evidence, **changes)
        text = other["checkpoint.txt"].decode()
        assert verify_bundle(world.bundle, against=[text]).failed == step
        (tmp_path / "other.txt").write_text(text)
        assert standalone(world.bundle, tmp_path, "--against", str(tmp_path / "other.txt")) == step


def test_checkpoints_that_say_nothing_are_told_apart(world: World) -> None:
    other = members_of(world.bundle)
    signed_again(other, world.stranger)
    foreign = members_of(world.bundle)
    signed_again(foreign, world.evidence, origin="another/log")
    report = verify_bundle(
        world.bundle, against=["rubbish", other["checkpoint.txt"].decode(), foreign["checkpoint.txt"].decode()]
    )
    assert report.ok
    said = report.steps[-1].finding
    assert "cannot be read" in said
    assert "not signed by this log" in said
    assert "another log" in said


def test_the_content_may_come_beside_the_bundle(world: World) -> None:
    members = members_of(world.bundle)
    content = members.pop("content.bin")
    assert "content is not here" in verify_bundle(zipped(members)).steps[1].finding
    assert verify_bundle(zipped(members), content=content).steps[1].status == "ok"
    assert verify_bundle(zipped(members), content=content + b"x").failed == "leaf"


def test_files_that_are_no_bundle(world: World) -> None:
    members = members_of(world.bundle)
    doubled = io.BytesIO()
    with zipfile.ZipFile(doubled, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("entry.json", b"{}")
    for data in (b"", b"PK", world.bundle[:-30], zipped(members, zipfile.ZIP_DEFLATED), doubled.getvalue(), zipped({})):
        report = verify_bundle(data)
        assert report.failed == "bundle"
        assert len(report.steps) == 1


def test_a_bundle_is_the_same_bytes_whenever_it_is_written(world: World) -> None:
    from kapok.evidence.bundle import read_bundle

    assert write_bundle(read_bundle(world.bundle)) == world.bundle
    assert {f"README.{one}.txt" for one in ("en", "zh-Hans", "zh-Hant", "pt")} < set(members_of(world.bundle))
    assert len(read_certificates(members_of(world.bundle)["certificates.pem"])) == 2


COVERED = ("entry.json", "content.bin", "checkpoint.txt", "proof.json")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(COVERED), st.integers(0, 10_000), st.integers(1, 255))
def test_no_altered_byte_goes_unnoticed(world: World, name: str, place: int, change: int) -> None:
    members = members_of(world.bundle)
    altered = bytearray(members[name])
    altered[place % len(altered)] ^= change
    members[name] = bytes(altered)
    if name == "proof.json" and b'"content_name":"sample.csv"' not in members[name]:
        return  # the name of the file is a note, no proof
    assert not verify_bundle(zipped(members)).ok


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_gives_a_finding_never_a_traceback(world: World, place: int, rubbish: bytes) -> None:
    at = place % len(world.bundle)
    verify_bundle(world.bundle[:at] + rubbish + world.bundle[at + len(rubbish) :])


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["certificates.pem", "timestamp-roots.pem", "timestamp-1.tsr"]), st.integers(0, 10_000), st.integers(1, 255)
)
def test_damaged_certificates_give_a_finding_never_a_traceback(world: World, name: str, place: int, change: int) -> None:
    """Libraries look at the parts of a certificate one by one, and one of them ends the program at what it cannot read."""
    members = members_of(world.bundle)
    if name.endswith(".pem"):
        first, *others = members[name].decode().removeprefix("-----BEGIN CERTIFICATE-----").split("-----BEGIN CERTIFICATE-----")
        data = bytearray(base64.b64decode(first.split("-----END")[0]))
        data[place % len(data)] ^= change
        parts = [f"\n{base64.encodebytes(bytes(data)).decode()}-----END CERTIFICATE-----\n", *others]
        members[name] = "".join(f"-----BEGIN CERTIFICATE-----{part}" for part in parts).encode()
    else:
        data = bytearray(members[name])
        data[place % len(data)] ^= change
        members[name] = bytes(data)
    report = verify_bundle(zipped(members))
    assert report.ok or report.failed in ("bundle", "signature", "timestamp")
