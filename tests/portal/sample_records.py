"""Invented records in the real structure: one rich record of each kind, and marks enough for many pages."""

from __future__ import annotations

import struct
import zlib

from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import (
    AnyRecord,
    Citation,
    Classification,
    Design,
    GeneralRecord,
    GeographicalIndication,
    Image,
    LegalEvent,
    Mark,
    Number,
    Patent,
    Priority,
    RelatedRight,
)
from kapok.records.text import Claim, GoodsAndServices, Text


def png(width: int = 120, height: int = 120) -> bytes:
    """A small picture: rings on white."""
    rows = b""
    for y in range(height):
        rows += b"\x00"
        for x in range(width):
            d = ((x - width / 2) ** 2 + (y - height / 2) ** 2) ** 0.5
            ring = 18 < d < 30 or 40 < d < 48
            rows += bytes((194, 46, 37) if ring else (244, 182, 63) if d <= 10 else (255, 255, 255))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _from(source: str, format_name: str, position: str = "record 1, byte 0") -> Provenance:
    return Provenance(
        source=source,
        format=format_name,
        file="week-12.zip!week-12.xml",
        position=position,
        read_at="2026-11-20T08:15:00+00:00",
        document_date="2026-11-17",
        original={"filing_date": "20240311", "applicant": "EXAMPLE UNIV. OF TECH."},
        repairs=("bare ampersand",),
    )


DESCRIPTION = "\n".join(
    f"[{n:04d}] The separator of example {n} is coated on the side of the positive electrode. The layer is between two and four "
    "micrometres thick, and its pores close above one hundred and thirty degrees."
    for n in range(1, 16)
)

PATENT = Patent(
    key="patent/US/12345678/B2",
    category="patent",
    office_code="US",
    number="12345678",
    kind_code="B2",
    right_id="US/18123456",
    language="en",
    titles=(
        Text("Battery separator with a ceramic layer and method for producing the same", "en"),
        Text("具有陶瓷层的电池隔膜及其制备方法", "zh-Hans"),
    ),
    abstracts=(
        Text(
            "A separator for a lithium-ion battery has a porous film and a ceramic layer on one side. The layer holds "
            "particles of alumina and a binder. The pores close when the cell becomes too hot, so that the current stops "
            "before the cell is damaged.",
            "en",
        ),
        Text("一种锂离子电池隔膜，包括多孔膜和位于其一侧的陶瓷层。该层含有氧化铝颗粒和粘结剂。电芯过热时孔隙闭合，电流随即中断。", "zh-Hans"),
    ),
    parties=(
        Party("Example University of Technology", "applicant", "CN", address="Guangzhou", other_names=("示例理工大学",)),
        Party("Lingnan Cells Co., Ltd.", "holder", "CN", address="Shenzhen"),
        Party("CHEN, Meiling", "inventor", "CN"),
        Party("Sousa, João", "inventor", "PT"),
        Party("Harbour & Reed LLP", "representative", "US"),
    ),
    application=Number("US", "18123456", "", "2024-03-11"),
    filing_date="2024-03-11",
    publication=Number("US", "12345678", "B2", "2026-06-30"),
    publication_date="2026-06-30",
    grant_date="2026-06-30",
    expiry_date="2044-05-02",
    term_adjustment_days=52,
    family_id="88123401",
    priorities=(Priority(Number("CN", "202310234567.8"), "2023-03-13", "national"),),
    classifications=(
        Classification("ipc", "H01M 50/446", "2021.01", "invention", True),
        Classification("ipc", "H01M 10/0525", "2010.01", "invention"),
        Classification("cpc", "H01M 50/446", "2021-01", "invention", True),
        Classification("cpc", "H01M 50/489", "2021-01", "invention"),
        Classification("cpc", "Y02E 60/10", "2013-01", "additional"),
    ),
    citations=(
        Citation("search", Number("US", "11223344", "B2", "2022-01-11"), categories=("X",), claims="1-4"),
        Citation("examination", Number("EP", "3456789", "A1", "2019-03-20"), categories=("A",)),
        Citation("applicant", text="Tan, L. et al., “Ceramic coatings for cells”, Journal of Invented Results 12 (2020), 1-9."),
    ),
    legal_events=(
        LegalEvent("2024-09-19", "PG-PUB", "Application published", "Q", office_code="US"),
        LegalEvent("2025-11-04", "NOA", "Notice of allowance mailed", "D", office_code="US"),
        LegalEvent("2026-06-30", "STCF", "Patent granted", "F", "F11", office_code="US"),
        LegalEvent("2026-09-02", "AS", "Assignment recorded", "R", office_code="US", detail="Example University of Technology → Lingnan Cells Co., Ltd."),
    ),
    office_status_text="Patented Case",
    office_status_date="2026-06-30",
    related=(RelatedRight("continuation", Number("US", "17654321"), "2022-03-01"),),
    images=(Image("drawing", data=png(180, 140), caption="Fig. 1"), Image("drawing", uri="US12345678-D00002.TIF")),
    claims=(
        Claim(1, "A separator for a battery, comprising a porous film and a ceramic layer on one side of the porous film, wherein the ceramic layer comprises alumina.", "en"),
        Claim(2, "The separator of claim 1, wherein the layer is 2 to 4 µm thick.", "en", (1,)),
        Claim(3, "The separator of claim 1 or 2, wherein the binder is a polyamide.", "en", (1, 2)),
        Claim(4, "A battery with the separator of any one of claims 1 to 3.", "en", (1, 2, 3)),
    ),
    descriptions=(Text(DESCRIPTION, "en"),),
    provenance=_from("uspto-grants", "red_book", "record 17, byte 48211"),
)  # fmt: skip

EARLIER = Patent(
    key="patent/US/20240310001/A1",
    category="patent",
    office_code="US",
    number="20240310001",
    kind_code="A1",
    right_id="US/18123456",
    language="en",
    titles=(Text("Battery separator with a ceramic layer", "en"),),
    parties=(Party("Example University of Technology", "applicant", "CN"),),
    application=Number("US", "18123456"),
    filing_date="2024-03-11",
    publication=Number("US", "20240310001", "A1", "2024-09-19"),
    publication_date="2024-09-19",
    family_id="88123401",
    classifications=(Classification("ipc", "H01M 50/446"),),
    provenance=_from("uspto-applications", "red_book"),
)

CHINESE = Patent(
    key="patent/CN/116543210/A",
    category="patent",
    office_code="CN",
    number="116543210",
    kind_code="A",
    right_id="CN/202310234567",
    language="zh-Hans",
    titles=(Text("一种具有陶瓷层的电池隔膜及其制备方法和应用", "zh-Hans"),),
    abstracts=(Text("本发明公开了一种电池隔膜。隔膜的一侧涂覆陶瓷层，过热时孔隙闭合。", "zh-Hans"),),
    parties=(
        Party("示例理工大学", "applicant", "CN", address="广东省广州市", name_language="zh-Hans"),
        Party("陈美玲", "inventor", "CN", name_language="zh-Hans"),
        Party("岭南知识产权代理有限公司", "representative", "CN", name_language="zh-Hans"),
    ),
    application=Number("CN", "202310234567.8"),
    filing_date="2023-03-13",
    publication=Number("CN", "116543210", "A", "2023-08-04"),
    publication_date="2023-08-04",
    family_id="88123401",
    classifications=(Classification("ipc", "H01M 50/446", "2021.01", "invention", True),),
    provenance=_from("tables", "table"),
)

MARK = Mark(
    key="mark/EM/019000001",
    category="mark",
    office_code="EM",
    number="019000001",
    language="en",
    mark_text="KAPOKIA 木棉亚",
    titles=(Text("KAPOKIA 木棉亚", "und"),),
    mark_feature="Combined",
    mark_category="Individual mark",
    parties=(
        Party("Flor de Algodão, Lda.", "holder", "PT", address="Rua das Flores 12, Porto"),
        Party("Marques & Filhos", "representative", "PT"),
    ),
    application=Number("EM", "019000001"),
    filing_date="2024-05-02",
    registration=Number("EM", "019000001"),
    registration_date="2024-10-11",
    publication_date="2024-06-28",
    expiry_date="2034-05-02",
    opposition_start_date="2024-07-01",
    opposition_end_date="2024-09-30",
    classifications=(
        Classification("nice", "25", "12-2024"),
        Classification("nice", "35", "12-2024"),
        Classification("vienna", "05.05.20", "9"),
        Classification("vienna", "28.03.00", "9"),
    ),
    goods_and_services=(
        GoodsAndServices(25, "Clothing; footwear; headgear; scarves of kapok fibre.", "en", similar_groups=("2501", "2507")),
        GoodsAndServices(25, "Vestuário; calçado; chapelaria; cachecóis de fibra de sumaúma.", "pt"),
        GoodsAndServices(35, "Retail services in relation to clothing; online marketplaces for fabrics.", "en"),
    ),
    translations=(Text("The last three characters mean “kapok, second”", "en"),),
    transliterations=(Text("mu mian ya", "und"),),
    colours=("red", "yellow"),
    legal_events=(LegalEvent("2024-10-11", "REG", "Registration published", "F", office_code="EM"),),
    office_status_text="Registered",
    office_status_date="2024-10-11",
    images=(Image("mark", data=png()),),
    provenance=_from("euipo", "euipo_json"),
)

DESIGN = Design(
    key="design/CN/306000001/S",
    category="design",
    office_code="CN",
    number="306000001",
    kind_code="S",
    language="zh-Hans",
    titles=(Text("台灯（木棉花形）", "zh-Hans"), Text("Desk lamp (kapok flower)", "en")),
    parties=(
        Party("某某灯饰有限公司", "holder", "CN", name_language="zh-Hans"),
        Party("李小山", "designer", "CN", name_language="zh-Hans"),
    ),
    filing_date="2022-04-18",
    publication_date="2022-09-02",
    grant_date="2022-09-02",
    expiry_date="2037-04-18",
    classifications=(Classification("locarno", "26-05", "13"),),
    images=(Image("view", data=png(140, 160), caption="主视图"),),
    view_count=7,
    provenance=_from("tables", "table"),
)

INDICATION = GeographicalIndication(
    key="geographical_indication/CN/GI0042",
    category="geographical_indication",
    office_code="CN",
    number="GI0042",
    language="zh-Hans",
    titles=(Text("示例县荔枝", "zh-Hans"), Text("Example County lychee", "en")),
    protection_type="GI",
    product_type="水果",
    area="示例县下辖十二个镇",
    country_codes=("CN",),
    registration_date="2011-08-05",
    provenance=_from("tables", "table"),
)

DATA_ASSET = GeneralRecord(
    key="data_asset/CN/SJ-2026-000017",
    category="data_asset",
    office_code="CN",
    number="SJ-2026-000017",
    language="zh-Hans",
    titles=(Text("城市公交客流数据集合", "zh-Hans"),),
    parties=(Party("示例公交集团", "holder", "CN", name_language="zh-Hans"),),
    registration_date="2026-02-10",
    expiry_date="2029-02-10",
    attributes={"update_frequency": "每日", "records": "1200000"},
    texts=(Text("按线路和站点统计的上下车人数，不含个人信息。", "zh-Hans"),),
    provenance=_from("sample", "sample"),
)

MARKS = tuple(
    Mark(
        key=f"mark/US/{76000000 + n}",
        category="mark",
        office_code="US",
        number=str(76000000 + n),
        language="en",
        mark_text=f"SOLAR HARBOUR {n}",
        titles=(Text(f"SOLAR HARBOUR {n}", "en"),),
        parties=(Party("Harbour Lights Inc.", "holder", "US"),),
        filing_date=f"20{10 + n % 15}-0{1 + n % 9}-1{n % 10}",
        registration=Number("US", f"{2900000 + n}"),
        classifications=(Classification("nice", f"{1 + n % 45:02d}"),),
        goods_and_services=(GoodsAndServices(1 + n % 45, "Solar lamps for harbours & piers <outdoor>", "en"),),
        provenance=_from("uspto-marks", "uspto_mark_xml"),
    )
    for n in range(1, 131)
)

RECORDS: dict[str, AnyRecord] = {
    record.key: record for record in (PATENT, EARLIER, CHINESE, MARK, DESIGN, INDICATION, DATA_ASSET, *MARKS)
}
