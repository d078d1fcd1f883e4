"""HMAC_DRBG with SHA-256: published CAVP vectors (drbgvectors, NIST), and numbers that favour nobody."""

from __future__ import annotations

import pytest

from kapok.evidence.drbg import HmacDrbg

VECTORS = [  # entropy, nonce, reseed entropy, reseed additional, (additional of both requests), returned bits
    (
        "ca851911349384bffe89de1cbdc46e6831e44d34a4fb935ee285dd14b71a7488",
        "659ba96c601dc69fc902940805ec0ca8",
        "",
        "",
        ("", ""),
        "e528e9abf2dece54d47c7e75e5fe302149f817ea9fb4bee6f4199697d04d5b89d54fbb978a15b5c443c9ec21036d2460b6f73ebad0dc2aba6e624abf07745bc1"
        "07694bb7547bb0995f70de25d6b29e2d3011bb19d27676c07162c8b5ccde0668961df86803482cb37ed6d5c0bb8d50cf1f50d476aa0458bdaba806f48be9dcb8",
    ),
    (
        "79737479ba4e7642a221fcfd1b820b134e9e3540a35bb48ffae29c20f5418ea3",
        "3593259c092bef4129bc2c6c9e19f343",
        "",
        "",
        ("", ""),
        "cf5ad5984f9e43917aa9087380dac46e410ddc8a7731859c84e9d0f31bd43655b924159413e2293b17610f211e09f770f172b8fb693a35b85d3b9e5e63b1dc25"
        "2ac0e115002e9bedfb4b5b6fd43f33b8e0eafb2d072e1a6fee1f159df9b51e6c8da737e60d5032dd30544ec51558c6f080bdbdab1de8a939e961e06b5f1aca37",
    ),
    (
        "06032cd5eed33f39265f49ecb142c511da9aff2af71203bffaf34a9ca5bd9c0d",
        "0e66f71edc43e42a45ad3c6fc6cdc4df",
        "01920a4e669ed3a85ae8a33b35a74ad7fb2a6bb4cf395ce00334a9c9a5a5d552",
        "",
        ("", ""),
        "76fc79fe9b50beccc991a11b5635783a83536add03c157fb30645e611c2898bb2b1bc215000209208cd506cb28da2a51bdb03826aaf2bd2335d576d519160842"
        "e7158ad0949d1a9ec3e66ea1b1a064b005de914eac2e9d4f2d72a8616a80225422918250ff66a41bd2f864a6a38cc5b6499dc43f7f2bd09e1e0f8f5885935124",
    ),
    (
        "05ac9fc4c62a02e3f90840da5616218c6de5743d66b8e0fbf833759c5928b53d",
        "2b89a17904922ed8f017a63044848545",
        "2791126b8b52ee1fd9392a0a13e0083bed4186dc649b739607ac70ec8dcecf9b",
        "43bac13bae715092cf7eb280a2e10a962faf7233c41412f69bc74a35a584e54c",
        (
            "3f2fed4b68d506ecefa21f3f5bb907beb0f17dbc30f6ffbba5e5861408c53a1e",
            "529030df50f410985fde068df82b935ec23d839cb4b269414c0ede6cffea5b68",
        ),
        "02ddff5173da2fcffa10215b030d660d61179e61ecc22609b1151a75f1cbcbb4363c3a89299b4b63aca5e581e73c860491010aa35de3337cc6c09ebec8c91a62"
        "87586f3a74d9694b462d2720ea2e11bbd02af33adefb4a16e6b370fa0effd57d607547bdcfbb7831f54de7073ad2a7da987a0016a82fa958779a168674b56524",
    ),
]


@pytest.mark.parametrize(("entropy", "nonce", "reseed", "additional", "inputs", "returned"), VECTORS)
def test_published_vectors(
    entropy: str, nonce: str, reseed: str, additional: str, inputs: tuple[str, str], returned: str
) -> None:
    drbg = HmacDrbg(bytes.fromhex(entropy), bytes.fromhex(nonce))
    if reseed:
        drbg.reseed(bytes.fromhex(reseed), bytes.fromhex(additional))
    drbg.generate(128, bytes.fromhex(inputs[0]))
    assert drbg.generate(128, bytes.fromhex(inputs[1])).hex() == returned


def test_a_number_below_a_bound_is_as_likely_as_any_other() -> None:
    drbg, counts = HmacDrbg(b"seed" * 8, b"nonce" * 4), [0] * 6
    for _ in range(6000):
        counts[drbg.below(6)] += 1
    assert all(880 < count < 1120 for count in counts)
    assert drbg.below(1) == 0


def test_a_ranking_holds_everybody_once_and_follows_from_the_seed() -> None:
    names = [f"agency {i}" for i in range(500)]
    ranked = HmacDrbg(b"seed" * 8, b"n" * 16, b"objects").ranking(names)
    assert sorted(ranked) == sorted(names)
    assert ranked == HmacDrbg(b"seed" * 8, b"n" * 16, b"objects").ranking(names)
    assert ranked != HmacDrbg(b"sEed" * 8, b"n" * 16, b"objects").ranking(names)
    assert ranked != HmacDrbg(b"seed" * 8, b"n" * 16, b"inspectors").ranking(names)


def test_one_request_is_bounded() -> None:
    with pytest.raises(ValueError, match="at most"):
        HmacDrbg(b"a" * 32, b"b" * 16).generate(1 << 20)
