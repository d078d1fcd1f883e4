"""What the reader of `PATDOC` (USPTO grants 2001-2004) does with each element, for `kapok formats audit`."""

from __future__ import annotations

from kapok.formats.xml_audit import declare

PATDOC_USE = declare(
    used="PATDOC SDOBI SDODE SDOCL SDOCL/CL SDODR/EMI B100 B200 B300 B400/B472 B500/B510 B500/B520 B560/B561 B560/B562 "
    "PCIT/DOC PCIT/PARTY-US CITED-BY-EXAMINER CITED-BY-OTHER B500/B570 B500/B590 B600 B600/* B600/*/* B600/*/DOC "
    "B600/*/*/DOC PARENT-US PARENT-US/PDOC/DOC PARENT-US/CDOC/DOC PARENT-US/PPUB/DOC B700/B710/B711 B700/B720/B721 "
    "B700/B720/B723 B700/B730/B731 B700/B740/B741 B700/B745/B746 B700/B745/B747 PARTY-US/NAM PARTY-US/ADR "
    "B800/B860/B861/DOC B800/B870/B871/DOC",
    text="B100/B110 B100/B130 B100/B140 B200/B210 B200/B211US B200/B220 B200/B221US B200/B222US B300/B310 B300/B320 B300/B330 "
    "B472/B474 B472/B474US B472/B473 B472/B473US B510/B511 B510/B512 B510/B513 B510/B516 B520/B521 B520/B522 B500/B527US "
    "B500/B540 B500/B541 B500/B542 B562/NCIT B561/NCIT B570/B577 B570/B578US B590/B595 B590/B596 B730/B732US B745/B748US "
    "B860/B864US B860/B865US DOC/DNUM DOC/DATE DOC/CTRY DOC/KIND PARENT-US/PSTA "
    "NAM/ONM NAM/FNM NAM/MNM NAM/SNM NAM/SFX ADR/STR ADR/CITY ADR/STATE ADR/CNTY ADR/PCODE ADR/OMC ADR/CTRY "
    "SDOAB SDODE/* CL/CLM",
    ignored={
        "B100/B190": "always US",
        "B500/B580": "says where the examiner looked, not what the document is about",
        "PCIT/PNC": "class of the cited document; its own record states it",
        "PCIT/PIC": "class of the cited document; its own record states it",
        "B590/B597US": "says only that the front page shows a figure",
        "B590/B598US": "which figure the front page shows",
        "SDOCL/H": "the sentence before the claims (`What is claimed is:`)",
        "SDODR/CHEM-US": "pictures of formulas",
        "SDODR/H": "the word `Drawings`",
        "SDOCR": "pictures of custom characters",
        "ADR/EMAIL": "personal data that a public index does not need",
        "ADR/TEL": "personal data that a public index does not need",
        "ADR/FAX": "personal data that a public index does not need",
    },
)
