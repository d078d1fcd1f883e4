"""`kapok evidence deposit | checkpoint | prove | verify | audit | renew | keys | authority`: the evidence log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.groups import Group
from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, tell, told
from kapok.errors import InputError

app = Group("The evidence log: deposits, checkpoints, proofs that anyone can check.")

AgainstOption = Annotated[
    list[Path] | None,
    typer.Option("--against", metavar="FILE", help="A checkpoint of the log that others saw.", show_default=False),
]


@app.command("deposit")
@told
def deposit(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The file to deposit.", show_default=False)] = None,
    digest: Annotated[str, typer.Option("--hash", metavar="HEX", help="Deposit this SHA-256 alone.", show_default=False)] = "",
    sm3: Annotated[str, typer.Option("--sm3", metavar="HEX", help="Deposit this SM3 digest too.", show_default=False)] = "",
    entry_id: Annotated[str, typer.Option("--id", help="A name for the entry; the same name twice is one entry.")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Keep a copy of the file, so that a bundle can show it.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put the digest of a file, or a digest alone, into the log."""
    from kapok.services.deposit_evidence import deposit_digests, deposit_file

    if (file is None) == (not digest and not sm3):
        raise InputError("Nothing clear to deposit", "either a FILE or --hash is expected", "Say 'kapok evidence deposit FILE'")
    if file is not None:
        done = deposit_file(home_of(home), file, entry_id=entry_id, keep=keep)
    else:
        stated = {name: value for name, value in (("sha256", digest), ("sm3", sm3)) if value}
        done = deposit_digests(home_of(home), stated, entry_id=entry_id)
    if as_json:
        print_json({"log_index": done.log_index, "digest": done.digest, "is_new": done.is_new})
    else:
        say(f"entry {done.log_index}  {done.digest}{'' if done.is_new else '  (was there already)'}")


@app.command("checkpoint")
@told
def checkpoint(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the checkpoint here.", show_default=False)
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign the log as it is now and have it stamped."""
    from kapok.services.checkpoint_log import checkpoint_log

    made = checkpoint_log(home_of(home))
    if output is not None:
        output.write_bytes(made.text.encode())
    if made.problem:
        tell(made.problem)
    if as_json:
        print_json(made)
    else:
        say(made.text)
        say(f"{made.size} entries, {made.timestamps} timestamps{'' if made.is_new else ' (nothing new since)'}")


@app.command("prove")
@told
def prove(
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="Number, id or deposited digest of the entry.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where the bundle goes.", show_default=False)] = None,
    content: Annotated[
        Path | None,
        typer.Option("--content", metavar="FILE", help="Put this file in, when it was not kept.", show_default=False),
    ] = None,
    earlier: Annotated[
        Path | None,
        typer.Option("--earlier", metavar="FILE", help="Show that the log continues this checkpoint.", show_default=False),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a bundle that proves an entry to anyone, offline."""
    from kapok.services.prove_evidence import find_entry, prove_entry
    from kapok.services.verify_evidence import read_file, read_text

    folder = home_of(home)
    index = find_entry(folder, entry)
    bundle = prove_entry(
        folder,
        index,
        content=None if content is None else read_file(content),
        name="" if content is None else content.name,
        earlier="" if earlier is None else read_text(earlier),
    )
    target = output or Path(f"evidence-{index}.zip")
    target.write_bytes(bundle)
    value = {"log_index": index, "bundle": str(target), "bytes": len(bundle)}
    print_json(value) if as_json else say(f"{target}: entry {index}, {len(bundle):,} bytes")


@app.command("verify")
@told
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The bundle that somebody sent.")],
    content: Annotated[
        Path | None, typer.Option("--content", metavar="FILE", help="The content in question.", show_default=False)
    ] = None,
    trust: Annotated[
        list[Path] | None, typer.Option("--trust", metavar="PEM", help="A root that you trust.", show_default=False)
    ] = None,
    against: AgainstOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a bundle offline, step by step."""
    from kapok.services.verify_evidence import verify_bundle_file

    home_of(home)
    print_report(verify_bundle_file(bundle, content=content, trust=trust or [], against=against or []), as_json=as_json)


@app.command("audit")
@told
def audit(against: AgainstOption = None, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Check the whole log.

    Every entry, both trees, every checkpoint and timestamp.
    """
    from kapok.services.verify_evidence import audit_log

    print_report(audit_log(home_of(home), against or []), as_json=as_json)


@app.command("renew")
@told
def renew(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Stamp what lacks a timestamp, or will outlive it."""
    from kapok.services.checkpoint_log import renew_timestamps

    renewed, problems = renew_timestamps(home_of(home))
    for problem in problems:
        tell(problem)
    print_json({"renewed": renewed, "problems": problems}) if as_json else say(f"{renewed} checkpoints stamped")


@app.command("keys")
@told
def keys(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show the certificates of this installation.

    Their keys are made on first use.
    """
    from kapok.services.show_keys import show_keys

    shown = show_keys(home_of(home))
    if as_json:
        print_json(shown)
        return
    for key in shown:
        say(f"{key.role:10} {key.fingerprint}  until {key.expires_at[:10]}  {key.subject}")
        say(f"           {key.path}")


@app.command("authority")
@told
def authority(
    port: Annotated[int, typer.Option("--port", help="The port to answer on.", min=1, max=65535)] = 3161,
    host: Annotated[str, typer.Option("--host", help="The address to answer on.")] = "127.0.0.1",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer timestamp requests over HTTP.

    For networks without an authority of their own.
    """
    from kapok.services.serve_authority import authority_server

    with authority_server(home_of(home), host, port) as server:
        address = f"http://{host}:{server.server_port}"
        print_json({"address": address}) if as_json else say(f"{address} stamps until Ctrl-C")
        server.serve_forever()


def print_report(report: object, *, as_json: bool) -> None:
    """Print the numbered steps; exit with 1 when one failed."""
    from kapok.evidence.findings import Report

    assert isinstance(report, Report)
    if as_json:
        print_json(report)
    else:
        for step in report.steps:
            say(f"{step.number:>2}. {step.name:12} {step.status:7} {step.finding}")
        say("everything holds" if report.ok else f"FAILED at the step: {report.failed}")
    if not report.ok:
        raise typer.Exit(1)
