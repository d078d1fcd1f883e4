"""`kapok similar` and `kapok compare`: marks like one, and an opinion on two."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kapok.cli.output import HomeOption, JsonOption, home_of, print_json, say, told
from kapok.services.compare_marks import compare_marks
from kapok.services.find_similar import SimilarAnswer, find_similar
from kapok.services.similar_question import ASKED_STATUSES, MAX_LIMIT, USUAL_LIMIT, read_picture_file

OfficeOption = Annotated[
    str, typer.Option(metavar="CN|HK|EM|US", help="By whose rules likeness is judged (ST.3; EU is taken for EM).")
]
ClassOption = Annotated[
    list[str] | None,
    typer.Option("--class", metavar="N", help="A Nice class of the goods; repeat it for more.", show_default=False),
]


@told
def similar(
    mark: Annotated[str, typer.Argument(metavar="MARK", help="The words of the mark; '' with --image.")],
    classes: ClassOption = None,
    goods: Annotated[str, typer.Option(metavar="TEXT", help="The goods in words; their classes are found.")] = "",
    office: OfficeOption = "CN",
    image: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A picture of the mark (PNG, JPEG, GIF, WebP, BMP, TIFF).")
    ] = None,
    registers: Annotated[
        list[str] | None,
        typer.Option("--register", metavar="CODE", help="Only marks of this office's register (ST.3); repeat it for more."),
    ] = None,
    statuses: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="|".join(ASKED_STATUSES), help="Only marks of this status; repeat it for more."),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", help=f"Marks to show, up to {MAX_LIMIT}.")] = USUAL_LIMIT,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find marks like one, and say why. `total` counts those that reach the level "similar"."""
    picture = None if image is None else read_picture_file(image)
    answer = find_similar(
        home_of(home),
        mark,
        classes=classes or (),
        goods=goods,
        office=office,
        picture=picture,
        limit=limit,
        offices=registers or (),
        statuses=statuses or (),
    )
    if as_json:
        print_json(answer)
        return
    say(f"{answer.total:,} similar marks by the rules of {answer.office}; {answer.searched:,} marks searched")
    remote = sum(hit.level == "remote" for hit in answer.hits)
    if remote:
        say(f"after them {remote} that come near without reaching the level similar (remote)")
    _show(answer)


@told
def compare(
    one: Annotated[str, typer.Argument(metavar="MARK1", help="The words of the first mark.")],
    other: Annotated[str, typer.Argument(metavar="MARK2", help="The words of the second mark.")],
    classes: ClassOption = None,
    office: OfficeOption = "CN",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two marks, and say why."""
    answer = compare_marks(one, other, office=office, classes=classes or (), home=home_of(home))
    if as_json:
        print_json(answer)
        return
    _show(answer)


def _show(answer: SimilarAnswer) -> None:
    """The hits, each with its level, its planes and its reasons."""
    for hit in answer.hits:
        planes = " ".join(f"{plane} {hit.planes[plane]:.2f}" for plane in hit.compared)
        say(f"{hit.score:.2f} {hit.level:20} {hit.mark}  {hit.key}".rstrip())
        say(f"     {planes}")
        for reason in hit.reasons[:4]:
            say(f"     - {reason}")
