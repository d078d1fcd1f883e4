"""A dozen invented records that the tables of `test_queries` ask about."""

from __future__ import annotations

from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import (
    Citation,
    Classification,
    Design,
    GeneralRecord,
    LegalEvent,
    Mark,
    Number,
    Patent,
    Priority,
    Record,
)
from kapok.records.text import Claim, GoodsAndServices, Text

INVENTED = Provenance("invented", "test")

BATTERY_A1 = Patent(
    key="patent/CN/101551481/A",
    category="patent",
    office_code="CN",
    number="101551481",
    kind_code="A",
    right_id="CN/200910042334",
    family_id="41155830",
    language="zh-Hans",
    titles=(Text("一种锂电池的阳极材料及其制备方法", "zh-Hans"), Text("Anode material of a lithium cell", "en")),
    abstracts=(
        Text("本发明公开了一种锂电池。阳极材料包括硅和石墨。", "zh-Hans"),
        Text("A lithium cell is disclosed. The anode holds silicon and graphite.\n\nIts use in cars is shown.", "en"),
    ),
    claims=(Claim(1, "一种阳极材料，其特征在于，包括硅。"), Claim(2, "根据权利要求1所述的阳极材料，还包括石墨。")),
    application=Number("CN", "200910042334"),
    filing_date="2009-04-03",
    publication_date="2009-10-07",
    priorities=(Priority(Number("US", "61000001"), "2008-04-04"),),
    classifications=(
        Classification("ipc", "H01M 4/38", value="invention"),
        Classification("cpc", "H01M 4/386", value="invention", office_code="EP"),
    ),
    parties=(
        Party("广州木棉新能源有限公司", "applicant", "CN"),
        Party("王小明", "inventor"),
        Party("Chen Li", "inventor"),
    ),
    citations=(Citation("examination", Number("US", "7272630", "B2")), Citation("applicant", text="Silicon anodes, a review")),
    provenance=INVENTED,
)
BATTERY_B = Patent(
    key="patent/CN/101551481/B",
    category="patent",
    office_code="CN",
    number="101551481",
    kind_code="B",
    right_id="CN/200910042334",
    family_id="41155830",
    language="zh-Hans",
    titles=(Text("一種鋰電池的陽極材料", "zh-Hant"),),
    application=Number("CN", "200910042334"),
    filing_date="2009-04-03",
    publication_date="2012-03-28",
    grant_date="2012-03-28",
    classifications=(Classification("cpc", "H01M 4/00"),),
    parties=(Party("广州木棉新能源有限公司", "holder", "CN"),),
    provenance=INVENTED,
)
HEART_VALVE = Patent(
    key="patent/US/7272630/B2",
    category="patent",
    office_code="US",
    number="7272630",
    kind_code="B2",
    right_id="US/10123456",
    language="en",
    titles=(Text("Heart valve with x-ray marker", "en"),),
    abstracts=(Text("The valve, e.g. a cuspid one, opens at 3.5 mm. A marker is seen by X-ray.", "en"),),
    application=Number("US", "10123456"),
    filing_date="2002-04-15",
    publication_date="2007-09-18",
    grant_date="2007-09-18",
    classifications=(
        Classification("cpc", "A61F 2/24", value="additional", office_code="US"),
        Classification("ipc", "A61F 2/24"),
    ),
    parties=(Party("Smith & Söhne GmbH", "holder", "DE"), Party("John Doe", "inventor"), Party("Mary Smith", "inventor")),
    provenance=INVENTED,
)
GREEN_LEAF = Mark(
    key="mark/EM/018000001",
    category="mark",
    office_code="EM",
    number="018000001",
    right_id="EM/018000001",
    mark_text="Green Leaf",
    mark_feature="Word",
    language="en",
    application=Number("EM", "018000001"),
    registration=Number("EM", "018000001"),
    filing_date="2018-12-01",
    registration_date="2019-05-17",
    expiry_date="2028-12-01",
    goods_and_services=(
        GoodsAndServices(9, "Computer software; batteries", "en"),
        GoodsAndServices(30, "Green tea, black tea", "en"),
    ),
    parties=(Party("Folha Verde, Lda.", "holder", "PT"), Party("Ana Agent", "representative")),
    provenance=INVENTED,
)
GREENLAND = Mark(
    key="mark/US/76044902",
    category="mark",
    office_code="US",
    number="76044902",
    right_id="US/76044902",
    mark_text="GREENLAND",
    application=Number("US", "76044902"),
    filing_date="2000-05-10",
    registration=Number("US", "2500001"),
    registration_date="2001",
    legal_events=(LegalEvent("2005-06-01", category="H"), LegalEvent("2008-01-01", category="K")),
    goods_and_services=(GoodsAndServices(30, "Ｉce cream", "en", similar_groups=("3004",)),),
    classifications=(Classification("vienna", "26.04.18"),),
    parties=(Party("Green Ltd", "holder", "US"),),
    provenance=INVENTED,
)
GREEN_LEAF_ZH = Mark(
    key="mark/CN/30000001",
    category="mark",
    office_code="CN",
    number="30000001",
    mark_text="綠葉",
    language="zh-Hant",
    filing_date="2021-05",
    goods_and_services=(GoodsAndServices(30, "茶；５Ｇ手机", "zh-Hans"),),
    parties=(Party("绿叶茶业", "applicant", "CN"),),
    provenance=INVENTED,
)
CHAIR = Design(
    key="design/EM/001/0001",
    category="design",
    office_code="EM",
    number="001-0001",
    titles=(Text("Cadeira de São Paulo", "pt"),),
    registration_date="2021",
    classifications=(Classification("locarno", "06-01"),),
    parties=(Party("Universidade de São Paulo", "holder", "BR"),),
    provenance=INVENTED,
)
DATA_ASSET = GeneralRecord(
    key="data_asset/CN/GD2023-0001",
    category="data_asset",
    office_code="CN",
    number="粤数登2023-0001",
    titles=(Text("城市交通流量数据集合", "zh-Hans"),),
    texts=(Text("Traffic counts of one city, by hour.", "en"),),
    registration_date="2023-08-01",
    provenance=INVENTED,
)

LIBRARY: list[Record] = [
    BATTERY_A1,
    BATTERY_B,
    HEART_VALVE,
    GREEN_LEAF,
    GREENLAND,
    GREEN_LEAF_ZH,
    CHAIR,
    DATA_ASSET,
]
SHORT = {
    "A": BATTERY_A1.key,
    "B": BATTERY_B.key,
    "V": HEART_VALVE.key,
    "L": GREEN_LEAF.key,
    "G": GREENLAND.key,
    "Z": GREEN_LEAF_ZH.key,
    "C": CHAIR.key,
    "D": DATA_ASSET.key,
}
"""One letter for each record, for the tables."""
