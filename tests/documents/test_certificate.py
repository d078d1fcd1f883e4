"""The certificate: one page whatever is on it, the same bytes each time; its signature, and every alteration told."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typst
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from kapok.clock import fixed, now
from kapok.documents import pdf
from kapok.documents.certificate import Certificate, render_certificate
from kapok.documents.check_pdf import check_pdf
from kapok.documents.seal import draw_seal
from kapok.documents.sign_pdf import load_pkcs12_key, sign_pdf
from kapok.errors import BackendError, InputError
from kapok.evidence.authority import LocalAuthority
from kapok.evidence.keys import open_key, root_certificate
from kapok.evidence.signer import KeySigner

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt")


def a_certificate(language: str = "zh-Hans", **changes: object) -> Certificate:
    facts = {
        "language": language,
        "office": "示例知识产权保护中心",
        "certificate_number": "20261144000000012",
        "registration_number": "202611000000007C",
        "asset_name": "城市轨道客流时空统计数据集",
        "holder": "虚构数据有限公司",
        "registered_on": date(2026, 11, 23),
        "expires_on": date(2029, 11, 22),
        "rows": (("数据处理规则", "去标识化后按站点与时段聚合"), ("应用场景", "客流预测")),
        "address": "https://ip.example.org/verify/20261144000000012",
    }
    return Certificate(**(facts | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="module", autouse=True)
def _font() -> None:
    try:
        pdf.chinese_font("zh-Hans")
    except BackendError:
        pytest.skip("no font with Chinese characters on this machine")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_facts_give_the_same_bytes(language: str) -> None:
    made = render_certificate(a_certificate(language))
    assert made.startswith(b"%PDF-")
    assert b"20261123" in made, "the creation date is the day of registration"
    assert made == render_certificate(a_certificate(language))
    assert made != render_certificate(a_certificate(language, holder="另一家公司"))


def test_long_texts_are_cut_to_one_page_and_too_many_are_refused() -> None:
    long = a_certificate(rows=tuple((f"字段 {i}", "很长的处理规则。" * 900) for i in range(10)))
    assert render_certificate(long).startswith(b"%PDF-")
    with pytest.raises(InputError, match="does not fit on one page"):
        render_certificate(a_certificate(rows=tuple((f"字段 {i}", "短") for i in range(90))))


def test_texts_are_data_never_markup() -> None:
    plain = a_certificate(asset_name='#panic("x") *bold* $x$ <a> \\', holder='#read("/etc/passwd")', language="en")
    assert render_certificate(plain).startswith(b"%PDF-")


def test_without_a_chinese_font_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_installed", lambda: ("DejaVu Sans",))
    with pytest.raises(BackendError, match="fonts-noto-cjk"):
        render_certificate(a_certificate())


@pytest.mark.parametrize(("language", "word"), [("en", "SAMPLE"), ("zh-Hans", "样章"), ("zh-Hant", "樣章"), ("pt", "AMOSTRA")])
def test_a_drawn_seal_says_that_it_is_a_sample(language: str, word: str) -> None:
    svg = draw_seal("示例<中心> & Co", "Noto Sans CJK SC", language=language)
    assert word in svg
    assert "&lt;" in svg
    assert "&amp;" in svg
    assert word not in draw_seal("示例中心", "Noto Sans CJK SC", language=language, is_sample=False)
    made = typst.compile(b'#image(bytes(sys.inputs.svg), format: "svg")', sys_inputs={"svg": svg})
    assert bytes(made).startswith(b"%PDF-")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def key(folder: Path) -> KeySigner:
    return open_key(folder, "document", "Example Office")


@pytest.fixture(scope="module")
def root(folder: Path, key: KeySigner) -> x509.Certificate:
    return root_certificate(folder)


@pytest.fixture(scope="module")
def signed(folder: Path, key: KeySigner) -> bytes:
    authority = LocalAuthority(open_key(folder, "timestamp", "Example Office"))
    return sign_pdf(render_certificate(a_certificate()), key.key, key.chain, authority=authority)


def test_a_signed_certificate_is_genuine(signed: bytes, root: x509.Certificate) -> None:
    found = check_pdf(signed, [root])
    assert (found.verdict, found.where, found.is_timestamped) == ("genuine", "", True)
    assert "Example Office document seal" in found.signer
    assert found.signed_at is not None
    assert abs(found.signed_at - now()) < timedelta(minutes=10)


def test_it_stays_genuine_after_the_certificate_has_ended(signed: bytes, root: x509.Certificate, key: KeySigner) -> None:
    without = sign_pdf(render_certificate(a_certificate()), key.key, key.chain)
    assert check_pdf(without, [root]).verdict == "genuine"
    assert not check_pdf(without, [root]).is_timestamped


@pytest.mark.parametrize("place", [20, 5000, 20_000, -40])
def test_an_altered_byte_is_found_and_located(signed: bytes, root: x509.Certificate, place: int) -> None:
    altered = bytearray(signed)
    altered[place] ^= 1
    assert check_pdf(bytes(altered), [root]).verdict == "altered"
    found = check_pdf(bytes(altered), [root], signed)
    assert f"from byte {place % len(signed):,} on" in found.where


def test_what_is_added_behind_is_told(signed: bytes, root: x509.Certificate) -> None:
    found = check_pdf(signed + b"\n% more\n", [root])
    assert found.verdict == "altered"
    assert "8 bytes were added" in found.where


def test_a_certificate_without_its_signature_is_told(signed: bytes, root: x509.Certificate) -> None:
    plain = render_certificate(a_certificate())
    assert check_pdf(plain, [root]).verdict == "not_ours"
    assert check_pdf(plain, [root], signed).verdict == "altered"
    assert check_pdf(signed[:-2000], [root]).verdict == "altered"


def test_another_signer_is_unknown(folder: Path, root: x509.Certificate, tmp_path: Path) -> None:
    stranger = open_key(tmp_path / "stranger", "document", "Example Office")
    signed = sign_pdf(render_certificate(a_certificate()), stranger.key, stranger.chain)
    assert check_pdf(signed, [root]).verdict == "unknown_signer"


def test_files_that_are_not_ours(root: x509.Certificate) -> None:
    for data in (b"", b"PNG", b"%PDF-1.7", b"%PDF-1.7\n" + b"rubbish " * 200, bytes(1000)):
        assert check_pdf(data, [root]).verdict == "not_ours"


def test_no_altered_byte_is_genuine_in_what_people_read(signed: bytes, root: x509.Certificate) -> None:
    chance, page_end = random.Random(1), len(render_certificate(a_certificate()))
    for _ in range(25):
        altered = bytearray(signed)
        altered[chance.randrange(page_end)] ^= 1 << chance.randrange(8)
        assert check_pdf(bytes(altered), [root], signed).verdict == "altered"


def test_a_key_of_the_office(key: KeySigner, root: x509.Certificate, tmp_path: Path) -> None:
    data = serialize_key_and_certificates(b"x", key.key, key.chain[0], list(key.chain[1:]), BestAvailableEncryption(b"secret"))
    (tmp_path / "office.p12").write_bytes(data)
    secret, chain = load_pkcs12_key(tmp_path / "office.p12", "secret")
    assert check_pdf(sign_pdf(render_certificate(a_certificate()), secret, chain), [root]).verdict == "genuine"
    with pytest.raises(InputError, match="Check the password"):
        load_pkcs12_key(tmp_path / "office.p12", "wrong")
    with pytest.raises(BackendError, match="cannot be read"):
        load_pkcs12_key(tmp_path / "absent.p12", "")


def test_only_a_pdf_is_signed(key: KeySigner) -> None:
    with pytest.raises(InputError, match="cannot be signed"):
        sign_pdf(b"rubbish", key.key, key.chain)


def test_without_a_timestamp_nothing_is_signed(key: KeySigner) -> None:
    class Silent:
        def reply(self, request: bytes) -> bytes:
            raise BackendError("The authority gave no timestamp", "it is silent", "Try later")

    with pytest.raises(BackendError, match="silent"):
        sign_pdf(render_certificate(a_certificate()), key.key, key.chain, authority=Silent())


def test_an_expired_key_without_a_timestamp_is_not_trusted(tmp_path: Path) -> None:
    with fixed(datetime(2015, 1, 1, tzinfo=UTC)):
        old = open_key(tmp_path / "old", "document", "Example Office")
    signed = sign_pdf(render_certificate(a_certificate()), old.key, old.chain)
    assert check_pdf(signed, [root_certificate(tmp_path / "old")]).verdict == "unknown_signer"
